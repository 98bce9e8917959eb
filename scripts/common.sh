# shellcheck shell=bash
# What the scripts share: finding Java, and building what is missing. Sourced, never run.

fail() {
  printf '%s\n' "$@" >&2
  exit "${FAILURE_CODE:-1}"
}

# Says the version of $JAVA: by a look at the file that every JDK has, which takes no time, or
# else by asking it.
java_version() {
  local program=$JAVA target line
  while [ -L "$program" ]; do
    target=$(readlink "$program")
    case $target in /*) program=$target ;; *) program=$(dirname "$program")/$target ;; esac
  done
  if [ -r "${program%/bin/java}/release" ]; then
    while IFS= read -r line; do
      case $line in
        'JAVA_VERSION="'*)
          line=${line#*\"}
          printf '%s' "${line%\"*}"
          return
          ;;
      esac
    done <"${program%/bin/java}/release"
  fi
  "$JAVA" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \(1\.\)\{0,1\}\([0-9]*\).*/\2/p'
}

# Sets JAVA to a java of version 17 or newer, JAVA_RELEASE to its version and JAVA_VERSION to the
# first number of that.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA="$JAVA_HOME/bin/java"
    [ -x "$JAVA" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
      "Point it to a JDK of version 17 or newer, or unset it to use the java on the PATH."
  else
    JAVA=$(command -v java) || fail "There is no java: neither JAVA_HOME nor the PATH has one." \
      "Install a JDK of version 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)."
  fi
  JAVA_RELEASE=$(java_version)
  JAVA_VERSION=${JAVA_RELEASE%%[!0-9]*}
  [ "${JAVA_VERSION:-0}" -ge 17 ] || fail \
    "$JAVA is Java ${JAVA_VERSION:-of an unknown version}; Bifrost needs 17 or newer." \
    "Set JAVA_HOME to a newer JDK."
}

is_stale() { # jar, sources…
  local jar=$1
  shift
  [ ! -f "$jar" ] || [ -n "$(find "$@" -type f -newer "$jar" 2>/dev/null | head -n 1)" ]
}

# Builds the two jars under $ROOT if one is missing or older than its sources.
build_if_needed() {
  local shared=("$ROOT/pom.xml" "$ROOT/engine/pom.xml" "$ROOT/engine/src/main")
  if ! is_stale "$ROOT/supervisor/target/bifrost.jar" \
    "${shared[@]}" "$ROOT/supervisor/pom.xml" "$ROOT/supervisor/src/main" &&
    ! is_stale "$ROOT/child-worker/target/child-worker.jar" \
      "${shared[@]}" "$ROOT/child-worker/pom.xml" "$ROOT/child-worker/src/main"; then
    return 0
  fi
  command -v mvn >/dev/null || fail \
    "Bifrost has to be built, and there is no mvn on the PATH." \
    "Install Maven 3.8.6 or newer (Debian: apt-get install maven)."
  local log started=$SECONDS
  log=$(mktemp "${TMPDIR:-/tmp}/bifrost-build.XXXXXX")
  printf 'Building Bifrost (the first time, Maven downloads what it needs) … ' >&2
  # The checks of the code are for those who change it: "mvn verify" runs them.
  if ! (cd "$ROOT" && mvn -q -B -Dmaven.test.skip -Denforcer.skip -Dspotless.check.skip \
    -Dmdep.analyze.skip package) \
    >"$log" 2>&1; then
    printf 'failed.\n' >&2
    grep -m 20 ERROR "$log" >&2 || tail -n 20 "$log" >&2
    fail "The build failed; nothing was started. All of its output is in $log."
  fi
  rm -f "$log"
  # A jar whose content did not change keeps its time, and would be built again at every start.
  touch "$ROOT/supervisor/target/bifrost.jar" "$ROOT/child-worker/target/child-worker.jar"
  printf 'done in %s s.\n' "$((SECONDS - started))" >&2
}

# Runs a class that is part of the tests, which the other scripts do not need.
run_of_tests() { # package, class, arguments…
  local classes=$ROOT/supervisor/target/test-classes
  local main=dev.bifrost.supervisor.$1.$2
  if is_stale "$ROOT/supervisor/target/bifrost.jar" \
    "$ROOT"/{engine,child-worker,supervisor}/{pom.xml,src/main} ||
    is_stale "$classes/${main//.//}.class" "$ROOT/supervisor/src/test/java/dev/bifrost/supervisor/$1"; then
    command -v mvn >/dev/null || fail "Bifrost has to be built, and there is no mvn on the PATH."
    local log
    log=$(mktemp "${TMPDIR:-/tmp}/bifrost-build.XXXXXX")
    printf 'Building Bifrost with its tests … ' >&2
    (cd "$ROOT" && mvn -q -B -DskipTests -Denforcer.skip -Dspotless.check.skip -Dmdep.analyze.skip \
      package) >"$log" 2>&1 || {
      printf 'failed.\n' >&2
      fail "The build failed; nothing was started. All of its output is in $log."
    }
    rm -f "$log"
    # What did not change keeps its time, and would be built again at every start.
    touch "$ROOT/supervisor/target/bifrost.jar" "$ROOT/child-worker/target/child-worker.jar" \
      "$classes/${main//.//}.class"
    printf 'done.\n' >&2
  fi
  shift 2
  exec "$JAVA" -Xmx512m -cp "$classes:$ROOT/supervisor/target/bifrost.jar" "$main" "$@"
}
