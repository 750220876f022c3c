# Sourced by the scripts beside it: which JDKs there are.

jdk_version() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'; }

# The default JDK; and a JDK 17 and 25 where they are installed, named by JAVA_HOME_17 and JAVA_HOME_25 or in the usual place.
jdk_homes() {
  local seen=" " home version java
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") || { echo "no java: set JAVA_HOME" >&2; return 1; }
  for home in "$(dirname "$(dirname "$(readlink -f "$java")")")" \
    "${JAVA_HOME_17:-}" "${JAVA_HOME_17_X64:-}" "${JAVA_HOME_25:-}" "${JAVA_HOME_25_X64:-}" \
    /usr/lib/jvm/*17* /usr/lib/jvm/*25*; do
    [[ -n $home && -x $home/bin/java ]] || continue
    version=$(jdk_version "$home")
    if [[ $seen != *" $version "* ]]; then
      seen+="$version "
      echo "$home"
    fi
  done
}
