"""Makes table.json: percentiles by the WHO tables of the Royal College of Paediatrics and Child Health's calculator
(the PyPI package rcpchgrowth 4.6.5, unpacked; its folder is the argument) and Python's own normal distribution.

    python3 make.py rcpchgrowth > table.json
"""

import json
import random
import sys
from math import exp, log
from pathlib import Path
from statistics import NormalDist

folder = Path(sys.argv[1]) / "data_tables" / "who"
parts = [json.loads((folder / name).read_text())["measurement"] for name in ("who_infants.json", "who_children.json", "who_2007_children.json")]
names = {"weight": "weight", "height": "height", "bmi": "bmi", "head": "ofc"}
random.seed(6)
rows = []
for ours, theirs in names.items():
    for sex in ("male", "female"):
        for part in parts:
            # Between five years and five and a month both tables hold.
            all = [row for row in part.get(theirs, {}).get(sex, []) if not 4.999 < row["decimal_age"] < 5.09]
            for row in random.sample(all, 8) if all else []:
                power, median, spread = row["L"], row["M"], row["S"]
                deviations = random.uniform(-3.2, 3.2)
                value = median * (1 + power * spread * deviations) ** (1 / power) if power else median * exp(spread * deviations)
                value = round(value, 2)
                again = ((value / median) ** power - 1) / (power * spread) if power else log(value / median) / spread
                rows.append([ours, sex, round(row["decimal_age"] * 365.25), value, round(100 * NormalDist().cdf(again), 4)])
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
