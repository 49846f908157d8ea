import { html } from 'hono/html';

/** What stands in a page. */
export type Content = ReturnType<typeof html>;

/** A whole page of the local system, whose style is served at an address beside it. */
export async function page(
  title: string,
  styleAddress: string,
  content: Content | Promise<Content>,
): Promise<string> {
  const document = await html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Estatewatch</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleAddress}">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return document.toString();
}
