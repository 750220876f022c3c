#!/usr/bin/env bash
# Fits the same problems on {1, 2, 3, 8, 64 threads} x {JDK 17, 25 where found} x {plain, vector kernel} x {interpreter, C1,
# C2 with and without tiers} and fails if the hash of labels, centers and objective differs anywhere.
#
#   ./mvnw package -DskipTests && segmentation-examples/benchmarks/hashes.sh [JAVA_HOME...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdks.sh"
jar=$here/target/benchmarks.jar
[[ -f $jar ]] || { echo "no $jar: ./mvnw package -DskipTests first" >&2; exit 2; }

threads=(1 2 3 8 64)
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT

modes=(-Xint -XX:TieredStopAtLevel=1 -XX:+TieredCompilation -XX:-TieredCompilation)
homes=("$@")
if [[ ${#homes[@]} -eq 0 ]]; then mapfile -t homes < <(jdk_homes); fi

runs=0
for home in "${homes[@]}"; do
  for kernel in plain vector; do
    flags=()
    if [[ $kernel == vector ]]; then flags=(--add-modules=jdk.incubator.vector); fi
    for mode in "${modes[@]}"; do
      name="JDK $(jdk_version "$home") $kernel $mode"
      started=$SECONDS
      "$home/bin/java" "$mode" ${flags[@]+"${flags[@]}"} -cp "$jar" dev.segmentation.benchmarks.Hashes "$kernel" \
        "${threads[@]}" 2> >(grep -v "incubator module" >&2) >"$found/out"
      used=$(tail -n 1 "$found/out")
      head -n -1 "$found/out" | awk -v name="$name" -F '\t' \
        '{ print $4 "\t" $3 "\t" name ", " $1 " threads, " $2 }' >"$found/hashes.$runs"
      echo "$name: $(wc -l <"$found/hashes.$runs") hashes in $((SECONDS - started)) s; the kernel that ran: $used"
      runs=$((runs + 1))
    done
  done
done

# Sorted by problem, then hash: a problem that shows two hashes is at fault.
sort "$found"/hashes.* | awk -F '\t' '
  { count++ }
  $1 != problem { problem = $1; hash = $2; where = $3; problems++; print hash "  " problem }
  $2 != hash    { print "DIFFERS: " $1 ": " $2 " on " $3 ", " hash " on " where; differ++ }
  END {
    if (differ) { print differ " of " count " hashes differ"; exit 1 }
    if (!count) { print "nothing ran"; exit 1 }
    print "the same " problems " hashes in all " count / problems " runs"
  }'
