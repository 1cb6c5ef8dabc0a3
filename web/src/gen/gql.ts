/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query TokenProducts {\n  products(type: PREPAID, active: true) {\n    code\n    ...ProductPicker\n  }\n}\n\nquery PrepaidCustomer($meterNumber: String!) {\n  inquirePrepaidCustomer(meterNumber: $meterNumber) {\n    ...CustomerCard\n  }\n}\n\nquery KnownCustomers($search: String, $first: Int!) {\n  customers(search: $search, first: $first) {\n    number\n    name\n    productType\n    productCode\n    lastSoldAt\n    count\n  }\n}\n\nmutation BuyToken($input: BuyTokenInput!) {\n  buyToken(input: $input) {\n    id\n    ...SaleOutcome\n  }\n}\n\nmutation InquireBill($input: InquireBillInput!) {\n  inquireBill(input: $input) {\n    id\n    ...BillToPay\n  }\n}\n\nmutation PayBill($transactionId: ID!) {\n  payBill(transactionId: $transactionId) {\n    id\n    ...SaleOutcome\n  }\n}\n\nquery SaleOutcomeById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...SaleOutcome\n  }\n}\n\nquery BillToPayById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...BillToPay\n  }\n}\n\nfragment ProductPicker on Product {\n  code\n  name\n  nominal\n  price\n  active\n  availability {\n    sellable\n    reason\n  }\n}\n\nfragment CustomerCard on PrepaidCustomer {\n  number\n  meterNumber\n  subscriberId\n  name\n  tariff\n  power\n}\n\nfragment BillToPay on Transaction {\n  id\n  invoice\n  productType\n  status\n  price\n  adminFee\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  remainingBills\n  ...BillTable\n}\n\nfragment SaleOutcome on Transaction {\n  id\n  invoice\n  productType\n  productCode\n  product {\n    code\n    name\n  }\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  status\n  price\n  token\n  kwh\n  message\n  createdAt\n}": typeof types.TokenProductsDocument,
    "fragment NewSession on Session {\n  accessToken\n  accessTokenExpiresAt\n  refreshToken\n  user {\n    id\n    name\n    role\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    ...NewSession\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    ...NewSession\n  }\n}\n\nmutation SignOut($refreshToken: String!) {\n  logout(refreshToken: $refreshToken)\n}": typeof types.NewSessionFragmentDoc,
    "fragment BillTable on Transaction {\n  price\n  bills {\n    period\n    amount\n    adminFee\n    penalty\n    total\n  }\n}": typeof types.BillTableFragmentDoc,
    "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(currentPassword: $currentPassword, newPassword: $newPassword)\n}": typeof types.ChangePasswordDocument,
};
const documents: Documents = {
    "query TokenProducts {\n  products(type: PREPAID, active: true) {\n    code\n    ...ProductPicker\n  }\n}\n\nquery PrepaidCustomer($meterNumber: String!) {\n  inquirePrepaidCustomer(meterNumber: $meterNumber) {\n    ...CustomerCard\n  }\n}\n\nquery KnownCustomers($search: String, $first: Int!) {\n  customers(search: $search, first: $first) {\n    number\n    name\n    productType\n    productCode\n    lastSoldAt\n    count\n  }\n}\n\nmutation BuyToken($input: BuyTokenInput!) {\n  buyToken(input: $input) {\n    id\n    ...SaleOutcome\n  }\n}\n\nmutation InquireBill($input: InquireBillInput!) {\n  inquireBill(input: $input) {\n    id\n    ...BillToPay\n  }\n}\n\nmutation PayBill($transactionId: ID!) {\n  payBill(transactionId: $transactionId) {\n    id\n    ...SaleOutcome\n  }\n}\n\nquery SaleOutcomeById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...SaleOutcome\n  }\n}\n\nquery BillToPayById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...BillToPay\n  }\n}\n\nfragment ProductPicker on Product {\n  code\n  name\n  nominal\n  price\n  active\n  availability {\n    sellable\n    reason\n  }\n}\n\nfragment CustomerCard on PrepaidCustomer {\n  number\n  meterNumber\n  subscriberId\n  name\n  tariff\n  power\n}\n\nfragment BillToPay on Transaction {\n  id\n  invoice\n  productType\n  status\n  price\n  adminFee\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  remainingBills\n  ...BillTable\n}\n\nfragment SaleOutcome on Transaction {\n  id\n  invoice\n  productType\n  productCode\n  product {\n    code\n    name\n  }\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  status\n  price\n  token\n  kwh\n  message\n  createdAt\n}": types.TokenProductsDocument,
    "fragment NewSession on Session {\n  accessToken\n  accessTokenExpiresAt\n  refreshToken\n  user {\n    id\n    name\n    role\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    ...NewSession\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    ...NewSession\n  }\n}\n\nmutation SignOut($refreshToken: String!) {\n  logout(refreshToken: $refreshToken)\n}": types.NewSessionFragmentDoc,
    "fragment BillTable on Transaction {\n  price\n  bills {\n    period\n    amount\n    adminFee\n    penalty\n    total\n  }\n}": types.BillTableFragmentDoc,
    "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(currentPassword: $currentPassword, newPassword: $newPassword)\n}": types.ChangePasswordDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TokenProducts {\n  products(type: PREPAID, active: true) {\n    code\n    ...ProductPicker\n  }\n}\n\nquery PrepaidCustomer($meterNumber: String!) {\n  inquirePrepaidCustomer(meterNumber: $meterNumber) {\n    ...CustomerCard\n  }\n}\n\nquery KnownCustomers($search: String, $first: Int!) {\n  customers(search: $search, first: $first) {\n    number\n    name\n    productType\n    productCode\n    lastSoldAt\n    count\n  }\n}\n\nmutation BuyToken($input: BuyTokenInput!) {\n  buyToken(input: $input) {\n    id\n    ...SaleOutcome\n  }\n}\n\nmutation InquireBill($input: InquireBillInput!) {\n  inquireBill(input: $input) {\n    id\n    ...BillToPay\n  }\n}\n\nmutation PayBill($transactionId: ID!) {\n  payBill(transactionId: $transactionId) {\n    id\n    ...SaleOutcome\n  }\n}\n\nquery SaleOutcomeById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...SaleOutcome\n  }\n}\n\nquery BillToPayById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...BillToPay\n  }\n}\n\nfragment ProductPicker on Product {\n  code\n  name\n  nominal\n  price\n  active\n  availability {\n    sellable\n    reason\n  }\n}\n\nfragment CustomerCard on PrepaidCustomer {\n  number\n  meterNumber\n  subscriberId\n  name\n  tariff\n  power\n}\n\nfragment BillToPay on Transaction {\n  id\n  invoice\n  productType\n  status\n  price\n  adminFee\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  remainingBills\n  ...BillTable\n}\n\nfragment SaleOutcome on Transaction {\n  id\n  invoice\n  productType\n  productCode\n  product {\n    code\n    name\n  }\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  status\n  price\n  token\n  kwh\n  message\n  createdAt\n}"): (typeof documents)["query TokenProducts {\n  products(type: PREPAID, active: true) {\n    code\n    ...ProductPicker\n  }\n}\n\nquery PrepaidCustomer($meterNumber: String!) {\n  inquirePrepaidCustomer(meterNumber: $meterNumber) {\n    ...CustomerCard\n  }\n}\n\nquery KnownCustomers($search: String, $first: Int!) {\n  customers(search: $search, first: $first) {\n    number\n    name\n    productType\n    productCode\n    lastSoldAt\n    count\n  }\n}\n\nmutation BuyToken($input: BuyTokenInput!) {\n  buyToken(input: $input) {\n    id\n    ...SaleOutcome\n  }\n}\n\nmutation InquireBill($input: InquireBillInput!) {\n  inquireBill(input: $input) {\n    id\n    ...BillToPay\n  }\n}\n\nmutation PayBill($transactionId: ID!) {\n  payBill(transactionId: $transactionId) {\n    id\n    ...SaleOutcome\n  }\n}\n\nquery SaleOutcomeById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...SaleOutcome\n  }\n}\n\nquery BillToPayById($id: ID!) {\n  transaction(id: $id) {\n    id\n    status\n    ...BillToPay\n  }\n}\n\nfragment ProductPicker on Product {\n  code\n  name\n  nominal\n  price\n  active\n  availability {\n    sellable\n    reason\n  }\n}\n\nfragment CustomerCard on PrepaidCustomer {\n  number\n  meterNumber\n  subscriberId\n  name\n  tariff\n  power\n}\n\nfragment BillToPay on Transaction {\n  id\n  invoice\n  productType\n  status\n  price\n  adminFee\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  remainingBills\n  ...BillTable\n}\n\nfragment SaleOutcome on Transaction {\n  id\n  invoice\n  productType\n  productCode\n  product {\n    code\n    name\n  }\n  customer {\n    number\n    name\n    tariff\n    power\n  }\n  status\n  price\n  token\n  kwh\n  message\n  createdAt\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment NewSession on Session {\n  accessToken\n  accessTokenExpiresAt\n  refreshToken\n  user {\n    id\n    name\n    role\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    ...NewSession\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    ...NewSession\n  }\n}\n\nmutation SignOut($refreshToken: String!) {\n  logout(refreshToken: $refreshToken)\n}"): (typeof documents)["fragment NewSession on Session {\n  accessToken\n  accessTokenExpiresAt\n  refreshToken\n  user {\n    id\n    name\n    role\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    ...NewSession\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    ...NewSession\n  }\n}\n\nmutation SignOut($refreshToken: String!) {\n  logout(refreshToken: $refreshToken)\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment BillTable on Transaction {\n  price\n  bills {\n    period\n    amount\n    adminFee\n    penalty\n    total\n  }\n}"): (typeof documents)["fragment BillTable on Transaction {\n  price\n  bills {\n    period\n    amount\n    adminFee\n    penalty\n    total\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(currentPassword: $currentPassword, newPassword: $newPassword)\n}"): (typeof documents)["mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(currentPassword: $currentPassword, newPassword: $newPassword)\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;