import { z } from '@hono/zod-openapi';
import { HomeSaid, Home as SharedHome } from '../../shared/target-hardening/home.ts';
import {
  NamedPeople,
  OrderRequest,
  Order as SharedOrder,
  OrderHistory as SharedOrderHistory,
  Username,
} from '../../shared/target-hardening/order.ts';
import { type OrderMove, orderMoves } from '../../shared/target-hardening/order-moves.ts';
import { ListedOrder as SharedListedOrder, Which } from '../../shared/target-hardening/order-store.ts';
import { YearlyCounts as SharedYearlyCounts } from '../../shared/target-hardening/yearly-counts.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { Id, json, named, PageAsked, pageOf } from './contract.ts';
import { moveBody, type PersonMove } from './moves.ts';
import { Problem } from './problem.ts';

const tags = ['Target hardening'];
const path = '/target-hardening/orders';
const params = z.object({ orderId: Id.openapi({ example: 'TH-7K2M9QX4DA' }) });
const version = z.int().min(1).openapi({ description: 'The version that you looked at.', example: 1 });
const changed = {
  409: {
    description: 'It has changed since you looked, or is in a state from which this is not done.',
    content: { 'application/problem+json': { schema: Problem } },
  },
};

const Order = named(
  SharedOrder.extend({
    costPence: z.int().openapi({ description: 'What equipment and labour cost together.' }),
    notFundedPence: z.int().openapi({ description: 'How much of that nobody pays yet.' }),
  }),
  'Order',
  'What is fitted at a home whose people are at risk. The home is not in it.',
);
const OrderFile = z
  .object({
    order: Order,
    history: z.array(named(SharedOrderHistory, 'OrderHistory', 'What was done to an order.')),
  })
  .openapi('OrderFile', { description: 'An order with its history, oldest first.' });
const ListedOrder = named(SharedListedOrder, 'ListedOrder', 'An order, as those whom it names list it.');
const Home = named(SharedHome, 'Home', 'Whose home an order is for, and where. Every reading is recorded.');

/** Makes an order. */
export const requestRoute = staffRoute(
  { roles: ALL_ROLES, within: 'own' },
  {
    method: 'post',
    path,
    operationId: 'requestOrder',
    tags,
    summary: 'Have a home made safer',
    description:
      'You and those whom you name may know of the order, and nobody else: managers neither. The home is kept apart from it.',
    request: {
      body: {
        required: true,
        ...json(
          'What is to be done, why as a class, who pays, and at whose home.',
          z
            .strictObject({
              ...OrderRequest.shape,
              home: HomeSaid,
              named: z.array(Username).max(11).default([]),
            })
            .openapi('OrderRequest'),
        ),
      },
    },
    responses: {
      201: {
        ...json('The order as it was made.', Order),
        headers: { location: { description: 'Where the order is.', schema: { type: 'string' } } },
      },
      404: {
        description: 'No such patch among yours.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

/** Lists one's own orders. */
export const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'own' },
  {
    method: 'get',
    path,
    operationId: 'listMyOrders',
    tags,
    summary: 'The orders that name you, what is due first first',
    request: { query: PageAsked.extend({ which: Which.default('underway') }) },
    responses: { 200: json('A page of orders.', pageOf(ListedOrder, 'OrderPage')) },
  },
);

/** Reads an order. */
export const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'named' },
  {
    method: 'get',
    path: `${path}/{orderId}`,
    operationId: 'readOrder',
    tags,
    summary: 'An order with its history',
    request: { params },
    responses: { 200: json('The order and what was done to it.', OrderFile) },
  },
);

/** Reads whose home it is. */
export const homeRoute = staffRoute(
  { roles: ALL_ROLES, within: 'named' },
  {
    method: 'get',
    path: `${path}/{orderId}/home`,
    operationId: 'readHome',
    tags,
    summary: 'Whose home an order is for, and where',
    description: 'Who asked, when and for which order is recorded before it is shown.',
    request: { params },
    responses: { 200: json('The home.', Home) },
  },
);

/** Puts right what was said of the home. */
export const correctHomeRoute = staffRoute(
  { roles: ALL_ROLES, within: 'named' },
  {
    method: 'put',
    path: `${path}/{orderId}/home`,
    operationId: 'correctHome',
    tags,
    summary: 'Put right whose home it is, or where',
    request: {
      params,
      body: {
        required: true,
        ...json('The home.', z.strictObject({ version, ...HomeSaid.shape }).openapi('CorrectHome')),
      },
    },
    responses: { 200: json('The order as it is now.', Order), ...changed },
  },
);

/** Says who may know of an order. */
export const peopleRoute = staffRoute(
  { roles: ALL_ROLES, within: 'named' },
  {
    method: 'put',
    path: `${path}/{orderId}/people`,
    operationId: 'namePeople',
    tags,
    summary: 'Say who may know of an order',
    description: 'All of them, by username: whoever is left out knows of it no longer.',
    request: {
      params,
      body: {
        required: true,
        ...json('The people.', z.strictObject({ version, usernames: NamedPeople }).openapi('NamedPeople')),
      },
    },
    responses: { 200: json('The order as it is now.', Order), ...changed },
  },
);

/** Counts a year's orders. */
export const countsRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'get',
    path: '/target-hardening/counts',
    operationId: 'countOrders',
    tags,
    summary: 'What was ordered in a year: by package, tenure, equipment and source of money',
    description: 'By the year of the request, without what was cancelled. Fewer than five are “under 5”.',
    request: {
      query: z.object({ year: z.coerce.number().int().min(2000).max(2999).openapi({ example: 2026 }) }),
    },
    responses: {
      200: json('The counts.', named(SharedYearlyCounts, 'YearlyCounts', 'Counts that lead to no home.')),
    },
  },
);

/** A move of an order. */
export function moveRoute({ name, roles, leads }: PersonMove<OrderMove>) {
  const words = name.replaceAll('-', ' ');
  const operation = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const schema = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Order`;
  return staffRoute(
    { roles, within: 'named' },
    {
      method: 'post',
      path: `${path}/{orderId}/${name}`,
      operationId: `${operation}Order`,
      tags,
      summary: `${words.charAt(0).toUpperCase()}${words.slice(1)}: an order`,
      description: leads,
      request: {
        params,
        body: {
          required: true,
          ...json('What is decided, and on which version.', moveBody(orderMoves[name].needs, schema)),
        },
      },
      responses: { 200: json('The order as it is now.', Order), ...changed },
    },
  );
}
