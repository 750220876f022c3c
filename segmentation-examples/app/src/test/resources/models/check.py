"""Scores DATA.csv by MODEL.json as any other program would, from what the file says, and compares with EXPECTED.csv.

python3 check.py MODEL.json DATA.csv EXPECTED.csv   prints the number of customers, of other segments, and the largest
difference of a margin (logarithms of another library may differ in the last digit).
"""
import csv, hashlib, json, math, struct, sys

MODEL, DATA, EXPECTED = sys.argv[1:]


def content_hash(value):
    def text(t):
        utf8 = t.encode("utf-8")
        return b"S" + struct.pack(">i", len(utf8)) + utf8

    def add(v):
        if isinstance(v, str):
            return text(v)
        if isinstance(v, float):
            return b"D" + struct.pack(">d", v)
        if isinstance(v, int):
            return b"I" + struct.pack(">i", v)
        if isinstance(v, list):
            return b"L" + struct.pack(">i", len(v)) + b"".join(map(add, v))
        return b"R" + struct.pack(">i", len(v)) + b"".join(text(k) + add(x) for k, x in v.items())

    return hashlib.sha256(add(value)).hexdigest()


def scale(scaling, row):
    for step in scaling["steps"]:
        for j, name in enumerate(scaling["features"]):
            x = row[name]
            if step["kind"] == "log1p":
                row[name] = math.log1p(x)
            elif step["kind"] == "signed-log1p":
                row[name] = math.copysign(math.log1p(abs(x)), x)
            else:
                c = step["columns"][j]
                row[name] = ((x - c["center"]) - c["rest"]) / c["scale"] if c["scale"] else 0.0


def score_class(cuts, x):
    return 1 + sum(x > cut for cut in cuts)


def rfm_scores(rfm, row):
    recency, frequency, monetary = (row[name] for name in rfm["features"])
    r = 1 if math.isnan(recency) else len(rfm["recencyCuts"]) + 2 - score_class(rfm["recencyCuts"], recency)
    nested = rfm["nestedFrequencyCuts"]
    f = score_class(nested[r - 1] if nested else rfm["frequencyCuts"], frequency)
    nested = rfm["nestedMonetaryCuts"]
    m = score_class(nested[r - 1][f - 1] if nested else rfm["monetaryCuts"], monetary)
    return {"r_score": r, "f_score": f, "m_score": m}


def by_rules(rules, row):
    names = list(dict.fromkeys([rule["segment"] for rule in rules["rules"]] + [rules["otherwise"]]))
    for rule in rules["rules"]:
        if all(c["atLeast"] <= row[c["feature"]] <= c["atMost"] for c in rule["conditions"]):
            return names.index(rule["segment"])
    return names.index(rules["otherwise"])


def by_centers(k_means, row):
    point = [row[name] for name in k_means["features"]]
    squares = [sum((x - c) ** 2 for x, c in zip(point, center["values"])) for center in k_means["centers"]]
    first, second = sorted(squares)[:2]
    return squares.index(first), 1 - math.sqrt(first / second)


text = open(MODEL, encoding="utf-8").read()
body, last = text.rsplit(',\n  "fileChecksum": "', 1)
assert hashlib.sha256(body.encode("utf-8")).hexdigest() == last[:64], "file checksum"
model = json.loads(text)
del model["fileChecksum"]
checksum = model.pop("checksum")
assert content_hash(model) == checksum, "checksum"
assert content_hash(model["features"]) == model["schemaHash"], "schema"

customers = others = 0
difference = 0.0
for line, expected in zip(csv.DictReader(open(DATA, encoding="utf-8")), csv.DictReader(open(EXPECTED, encoding="utf-8"))):
    row = {name: float(line[name] or "nan") for name in model["features"]}
    for scaling in model["scaling"]:
        scale(scaling, row)
    margin = 1.0
    if model["kind"] == "k-means":
        segment, margin = by_centers(model["kMeans"][0], row)
    else:
        segment = by_rules(model["rules"][0], rfm_scores(model["rfm"][0], row) if model["rfm"] else row)
    customers += 1
    others += model["segments"][segment] != expected["segment"] or line["id"] != expected["id"]
    difference = max(difference, abs(margin - float(expected["margin"])))
print(customers, others, difference)
