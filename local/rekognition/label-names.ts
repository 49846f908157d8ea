/** What Rekognition says of a label beside its name: the labels right above it, other names, and its category. */
export interface LabelName {
  parents: string[];
  aliases: string[];
  category: string;
}

// COCO's 80 classes under the names of Rekognition's label model 3, and every label above those. Names, parents
// and categories follow Amazon's published answers; where none was found, COCO's own name in Rekognition's case.
const categories: Record<string, Record<string, string | [parents: string, aliases?: string]>> = {
  'Person Description': { Person: ['', 'Human'] },
  'Vehicles and Automotive': {
    Transportation: '',
    Vehicle: 'Transportation',
    Bicycle: ['Vehicle', 'Bike'],
    Car: ['Vehicle', 'Automobile'],
    Motorcycle: 'Vehicle',
    Aircraft: 'Vehicle',
    Airplane: 'Aircraft',
    Bus: 'Vehicle',
    Train: 'Vehicle',
    Truck: 'Vehicle',
    Boat: 'Vehicle',
  },
  'Transport and Logistics': { Light: '', 'Traffic Light': 'Light', 'Parking Meter': '' },
  'Public Safety': { Hydrant: '', 'Fire Hydrant': 'Hydrant' },
  'Symbols and Flags': { Symbol: '', Sign: 'Symbol', 'Road Sign': 'Sign', Stopsign: 'Road Sign' },
  'Furniture and Furnishings': {
    Furniture: '',
    Bench: 'Furniture',
    Chair: 'Furniture',
    Couch: 'Furniture',
    Bed: 'Furniture',
    Table: 'Furniture',
    'Dining Table': 'Table',
  },
  'Animals and Pets': {
    Animal: '',
    Mammal: 'Animal',
    Pet: 'Animal',
    Canine: 'Mammal',
    Wildlife: 'Animal',
    Livestock: 'Animal',
    Cattle: 'Livestock, Mammal',
    Bird: 'Animal',
    Cat: 'Mammal, Pet',
    Dog: 'Canine, Pet',
    Horse: 'Mammal',
    Sheep: 'Livestock, Mammal',
    Cow: 'Cattle',
    Elephant: 'Mammal, Wildlife',
    Bear: 'Mammal, Wildlife',
    Zebra: 'Mammal, Wildlife',
    Giraffe: 'Mammal, Wildlife',
  },
  'Apparel and Accessories': {
    Accessories: ['', 'Accessory'],
    Bag: '',
    Backpack: 'Bag',
    Handbag: 'Accessories, Bag',
    'Formal Wear': '',
    Tie: ['Accessories, Formal Wear', 'Necktie'],
    Canopy: '',
    Umbrella: 'Canopy',
  },
  'Travel and Adventure': { Baggage: '', Suitcase: 'Baggage' },
  Sports: {
    Sport: ['', 'Sports'],
    Skis: 'Sport',
    Snowboard: 'Sport',
    Ball: 'Sport',
    Baseball: 'Sport',
    'Baseball Bat': 'Baseball',
    'Baseball Glove': 'Baseball',
    Skateboard: 'Sport',
    Surfboard: 'Sport',
    Tennis: 'Sport',
    Racket: '',
    'Tennis Racket': 'Racket, Tennis',
  },
  'Toys and Gaming': { Toy: '', Frisbee: 'Toy', Kite: 'Toy', 'Teddy Bear': 'Toy' },
  'Kitchen and Dining': {
    Bottle: '',
    Glass: '',
    'Wine Glass': 'Glass',
    Cup: '',
    Cutlery: '',
    Fork: 'Cutlery',
    Knife: 'Cutlery',
    Spoon: 'Cutlery',
    Bowl: '',
  },
  'Food and Beverage': {
    Food: '',
    Produce: 'Food',
    Fruit: 'Produce',
    Vegetable: 'Produce',
    'Citrus Fruit': 'Fruit',
    Sweets: 'Food',
    Dessert: 'Food',
    Banana: 'Fruit',
    Apple: 'Fruit',
    Sandwich: 'Food',
    Orange: 'Citrus Fruit',
    Broccoli: 'Vegetable',
    Carrot: 'Vegetable',
    'Hot Dog': 'Food',
    Pizza: 'Food',
    Donut: 'Sweets',
    Cake: 'Dessert',
  },
  'Plants and Flowers': { Plant: '', 'Potted Plant': 'Plant' },
  'Home and Indoors': {
    Bathroom: '',
    Toilet: 'Bathroom',
    Sink: '',
    Jar: '',
    Pottery: '',
    Vase: 'Jar, Pottery',
  },
  'Technology and Computing': {
    Electronics: '',
    Hardware: 'Electronics',
    'Computer Hardware': 'Hardware',
    Computer: 'Electronics',
    Screen: 'Electronics',
    Phone: 'Electronics',
    TV: ['Screen', 'Television'],
    Laptop: 'Computer',
    Mouse: 'Computer Hardware',
    'Remote Control': 'Electronics',
    'Computer Keyboard': 'Computer Hardware',
    'Mobile Phone': ['Phone', 'Cell Phone'],
  },
  'Home Appliances': {
    Device: '',
    'Electrical Device': 'Device',
    Appliance: 'Electrical Device',
    Microwave: 'Appliance',
    Oven: 'Appliance',
    Toaster: 'Appliance',
    Refrigerator: 'Appliance',
    'Hair Drier': 'Appliance',
  },
  'Text and Documents': { Publication: '', Book: 'Publication' },
  'Everyday Objects': { Clock: '', Scissors: '', Brush: '', Toothbrush: 'Brush' },
};

// The classes that Rekognition calls by another name than COCO.
const renamed: Readonly<Record<string, string>> = {
  'stop sign': 'Stopsign',
  'sports ball': 'Ball',
  tv: 'TV',
  remote: 'Remote Control',
  keyboard: 'Computer Keyboard',
  'cell phone': 'Mobile Phone',
};

const words = (list: string) => (list === '' ? [] : list.split(', '));

const byName = new Map<string, LabelName>(
  Object.entries(categories).flatMap(([category, labels]) =>
    Object.entries(labels).map(([name, entry]) => {
      const [parents, aliases = ''] = typeof entry === 'string' ? [entry] : entry;
      return [name, { parents: words(parents), aliases: words(aliases), category }] as const;
    }),
  ),
);

/** Rekognition's name for one of COCO's classes: `dining table` is `Dining Table`, `tv` is `TV`. */
export function labelOfClass(cocoClass: string): string {
  return renamed[cocoClass] ?? cocoClass.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** What is known of a label by its name; `undefined` for a name that is not in the table. */
export function labelName(name: string): LabelName | undefined {
  return byName.get(name);
}

/** Every label above this one, nearest first, each once: `Car` is under `Vehicle`, `Transportation`. */
export function ancestorsOf(name: string): string[] {
  const found = new Set<string>();
  let level = byName.get(name)?.parents ?? [];
  while (level.length > 0) {
    for (const parent of level) found.add(parent);
    level = level.flatMap((parent) => byName.get(parent)?.parents ?? []);
  }
  return [...found];
}
