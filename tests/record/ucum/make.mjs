// Makes table.json: conversions by an independent implementation of UCUM, the National Library of Medicine's.
// `npm install @lhncbc/ucum-lhc@7 && node make.mjs > table.json`, in a folder of its own with this file.

import { createRequire } from "node:module";
const { UcumLhcUtils } = createRequire(import.meta.url)("@lhncbc/ucum-lhc");
const ucum = UcumLhcUtils.getInstance();

const SORTS = {
  mass: { units: ["kg", "g", "[lb_av]", "[oz_av]"], values: ["70.5", "3.25", "0.001", "154"] },
  length: { units: ["cm", "m", "[in_i]", "[ft_i]"], values: ["178.88023499217553", "1.75", "68", "0.1"] },
  temperature: { units: ["Cel", "[degF]", "K"], values: ["36.6", "98.6", "-40", "0", "310.15"] },
  pressure: { units: ["mm[Hg]", "kPa"], values: ["120", "80", "16.0", "7.5"] },
  concentration: { units: ["mg/dL", "g/L", "mg/L", "g/dL"], values: ["99.26789449354577", "5", "0.85"] },
  amount: { units: ["mmol/L", "umol/L"], values: ["5.4", "88", "0.012"] },
};
/** LOINC code and molar mass in g/mol. */
const SUBSTANCES = {
  "2339-0": 180.156, "2093-3": 386.65, "2571-8": 885.43, "2160-0": 113.12, "6299-2": 28.014, "1975-2": 584.66, "3084-1": 168.11, "49765-1": 40.078,
};

const rows = [];
function add(value, from, to, loinc) {
  const answer = ucum.convertUnitTo(from, Number(value), to, loinc ? { molecularWeight: SUBSTANCES[loinc] } : {});
  if (answer.status !== "succeeded") throw new Error(`${value} ${from} to ${to}: ${answer.msg}`);
  rows.push({ value, from, to, ...(loinc && { loinc }), expected: answer.toVal });
}

for (const { units, values } of Object.values(SORTS))
  for (const from of units) for (const to of units) if (from !== to) for (const value of values) add(value, from, to);
for (const loinc of Object.keys(SUBSTANCES))
  for (const mass of ["mg/dL", "g/L"])
    for (const amount of ["mmol/L", "umol/L"]) {
      add("99.3", mass, amount, loinc);
      add("5.40", amount, mass, loinc);
    }
/** What must not convert: of unlike sort, or mass to amount of who knows what. */
const refused = [];
const one = Object.values(SORTS).map(({ units }) => units[0]);
for (const from of one)
  for (const to of one)
    if (from !== to) {
      const answer = ucum.convertUnitTo(from, 1, to);
      if (answer.status === "succeeded") throw new Error(`${from} became ${to}`);
      refused.push([from, to]);
    }

const lines = (list) => list.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
console.log(`{\n  "converted": [\n${lines(rows)}\n  ],\n  "refused": [\n${lines(refused)}\n  ]\n}`);
