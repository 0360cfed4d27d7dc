// The people who can sign in: the demo family. Each opens their own record, and those they care for.

/** Every account's password: it guards made-up people. */
export const PASSWORD = "sampan";

const mei = { id: "patient-lin-mei", name: "Lin Mei" };
const an = { id: "patient-lin-an", name: "Lin An" };
const guodong = { id: "patient-lin-guodong", name: "Lin Guodong" };

/** By user name; the first record is the person's own. An account without records belongs to nobody's patient. */
export const ACCOUNTS = {
  "lin.mei": { name: "Lin Mei", records: [mei, an, guodong] },
  "lin.guodong": { name: "Lin Guodong", records: [guodong] },
  visitor: { name: "A visitor", records: [] },
  // For the tests: the access tokens of this account have ended a day before they come.
  late: { name: "Lin Guodong", records: [guodong], late: true },
};

/** The FHIR user of an account (SMART App Launch 2.2, section 2.1.12); none for an account without records. */
export const fhirUser = (account) => ACCOUNTS[account]?.records[0] && `Patient/${ACCOUNTS[account].records[0].id}`;
