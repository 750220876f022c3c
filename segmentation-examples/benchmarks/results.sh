#!/usr/bin/env bash
# Measures everything and writes the table into README.md beside this script.
#
#   segmentation-examples/benchmarks/results.sh [--peers] [--quick] [--shapes A,B,C,D,Csep,Dsep] [--out DIR]
#
# --peers   builds with the other JVM libraries and measures them too (some are GPL or AGPL: do not pass the jar on)
# --quick   one short measurement of each on shape A: shows that everything runs, the numbers mean nothing; README.md stays
# --out     where the JSON goes, by default target/results
#
# The newest JDK found (jdks.sh) measures everything, the others what the kernels decide. scikit-learn is measured in turn
# with ours by the first of $PYTHON, python3, /usr/bin/python3 that has it. Leave the machine alone meanwhile. What takes
# hours and decides little is left to whoever wants it: of the other libraries all but the fastest beyond the first shape,
# and fits by JMH where scikit-learn's turns have them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdks.sh"

peers=() quick=() once=(-wi 1) brief=(-wi 1 -i 3) shapes=A,B,C,D,Csep,Dsep out=$here/target/results
while [[ $# -gt 0 ]]; do
  case $1 in
    --peers) peers=(-Ppeers) ;;
    --quick) quick=(-f 1 -wi 1 -w 1 -i 1 -r 1); once=() brief=() shapes=A ;;
    --shapes) shapes=$2; shift ;;
    --out) out=$(mkdir -p "$2" && cd "$2" && pwd); shift ;;
    *) sed -n '2,/^set/{/^#/p}' "$0"; exit 2 ;;
  esac
  shift
done

(cd "$here/../.." && ./mvnw -q -ntp ${peers[@]+"${peers[@]}"} package -DskipTests -Dmaven.javadoc.skip=true \
  -pl segmentation-examples/benchmarks -am)
rm -rf "$out"
mkdir -p "$out"
python3 "$here/table.py" machine >"$out/machine.json"

mapfile -t homes < <(for home in $(jdk_homes); do echo "$(jdk_version "$home") $home"; done | sort -rn | cut -d' ' -f2-)

part=0
jmh() { # home, arguments
  local home=$1
  shift
  part=$((part + 1))
  echo "== JDK $(jdk_version "$home"): $*"
  "$home/bin/java" -jar "$here/target/benchmarks.jar" "$@" ${quick[@]+"${quick[@]}"} -rf json \
    -rff "$out/jmh-$(printf %02d "$part").json" | grep -E "^(Benchmark|[A-Z][A-Za-z]*Benchmark)|ERROR|Exception" || true
  [[ -s $out/jmh-$(printf %02d "$part").json ]] || { echo "that failed" >&2; exit 1; }
}

newest=${homes[0]}
overlapping=$(tr ',' '\n' <<<"$shapes" | grep -v sep | paste -sd, || true)

for home in "${homes[@]}"; do jmh "$home" PeakBenchmark; done

python=
for candidate in ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3; do
  if "$candidate" -c "import sklearn" 2>/dev/null; then python=$candidate; break; fi
done
if [[ -n $python ]]; then
  rounds=(--rounds 5)
  if [[ ${#quick[@]} -gt 0 ]]; then rounds=(--rounds 2 --warmup 1); fi
  "$python" "$here/beside-sklearn.py" --shapes ${shapes//,/ } --java "${homes[@]}" "${rounds[@]}" --out "$out/sklearn.json"
else
  echo "no Python here has scikit-learn: the table goes without it" >&2
fi

for home in "${homes[@]}"; do
  jmh "$home" ColdFitBenchmark
  jmh "$home" ScoringBenchmark -prof gc
done
jmh "$newest" KMeansIterationBenchmark -p shape="$shapes" -p threads=1,2
for home in "${homes[@]:1}"; do jmh "$home" KMeansIterationBenchmark -p shape="$shapes" -p threads=2; done
if [[ ${#peers[@]} -gt 0 && -n $overlapping ]]; then
  jmh "$newest" PeerIterationBenchmark -p shape="${overlapping%%,*}" ${brief[@]+"${brief[@]}"}
  jmh "$newest" PeerIterationBenchmark -p shape="$overlapping" -p peer=elkiParallelLloyd ${brief[@]+"${brief[@]}"}
  jmh "$newest" PeerIterationBenchmark -p shape="${overlapping##*,}" -p peer=elkiElkan ${brief[@]+"${brief[@]}"}
fi
sizes=()
if [[ ${#quick[@]} -gt 0 ]]; then sizes=(-p size=100000x16x32x1); fi
jmh "$newest" ScalingBenchmark -p kernel=vector ${once[@]+"${once[@]}"} ${sizes[@]+"${sizes[@]}"}
if [[ -n $overlapping ]]; then
  jmh "$newest" SeedingBenchmark -p shape="$overlapping" -p kernel=vector
  jmh "$newest" 'KMeansFitBenchmark.seeded.*' -p shape="$overlapping" -p kernel=vector
fi
jmh "$newest" 'SilhouetteBenchmark|MigrationJoinBenchmark'

python3 "$here/table.py" "$out"
if [[ ${#quick[@]} -eq 0 ]]; then python3 "$here/table.py" "$out" --update "$here/README.md"; fi
