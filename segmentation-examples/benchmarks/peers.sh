#!/usr/bin/env bash
# Measures every algorithm beside its peers and writes the table into README.md beside this script.
#
#   segmentation-examples/benchmarks/peers.sh [--quick] [--out DIR]
#
# --quick   small data, two turns: shows that all of it runs and that results agree; the numbers mean nothing, README.md stays
# --out     where the JSON goes, by default target/peers
#
# Builds with the other JVM libraries (some are GPL or AGPL: do not pass the jar on) and runs on the newest JDK found
# (jdks.sh). For each Python library the first of $PYTHON, python3, /usr/bin/python3 that has it counts. Takes less than
# 20 minutes on two CPUs; leave the machine alone meanwhile.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdks.sh"

quick=() short=() out=$here/target/peers
while [[ $# -gt 0 ]]; do
  case $1 in
    --quick) quick=(--limit 5000 --rounds 2 --warmup 0) short=(-p limit=5000 -wi 0 -i 1 -r 1) ;;
    --out) out=$(mkdir -p "$2" && cd "$2" && pwd); shift ;;
    *) sed -n '2,/^set/{/^#/p}' "$0"; exit 2 ;;
  esac
  shift
done

(cd "$here/../.." && ./mvnw -q -ntp -Ppeers package -DskipTests -Dmaven.javadoc.skip=true \
  -pl segmentation-examples/benchmarks -am)
rm -rf "$out"
mkdir -p "$out"
python3 "$here/table.py" machine >"$out/machine.json"

newest=$(for home in $(jdk_homes); do echo "$(jdk_version "$home") $home"; done | sort -rn | head -1 | cut -d' ' -f2-)

python3 "$here/beside-peers.py" --java "$newest" --python ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3 --out "$out/beside.json" ${quick[@]+"${quick[@]}"}
"$newest/bin/java" -jar "$here/target/benchmarks.jar" 'benchmarks.JobBenchmark' -prof gc ${short[@]+"${short[@]}"} \
  -rf json -rff "$out/jmh.json" | grep -E "^(Benchmark|JobBenchmark)|ERROR|Exception" || true
[[ -s $out/jmh.json ]] || { echo "JMH failed" >&2; exit 1; }

if [[ ${#quick[@]} -eq 0 ]]; then
  python3 "$here/peers_table.py" "$out" --update "$here/README.md"
else
  python3 "$here/peers_table.py" "$out"
fi
