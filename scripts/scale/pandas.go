package main

// pandas is the work of `rank --format csv` as an analyst writes it in Python: the sheets by pandas and openpyxl, TOPSIS by numpy, the ranking as CSV.
const pandas = `
import sys
import numpy, pandas
book = pandas.read_excel(sys.argv[1], sheet_name=None, engine="openpyxl")
criteria, evidence, names = book["Criteria"], book["Evidence"], book["Technologies"]
x = evidence[criteria["Code"].tolist()].to_numpy(float)
w = criteria["Weight"].to_numpy(float)
v = x / numpy.sqrt((x * x).sum(axis=0)) * (w / w.sum())
cost = (criteria["Sense"] == "cost").to_numpy()
best = numpy.where(cost, v.min(axis=0), v.max(axis=0))
worst = numpy.where(cost, v.max(axis=0), v.min(axis=0))
far = numpy.sqrt(((v - worst) ** 2).sum(axis=1))
score = far / (far + numpy.sqrt(((v - best) ** 2).sum(axis=1)))
out = pandas.DataFrame({"ID": evidence["Technology"], "Technology": names["Technology"], "Score": score})
out["Rank"] = out["Score"].rank(ascending=False, method="min").astype(int)
out.sort_values("Rank").to_csv(sys.stdout, index=False)
`
