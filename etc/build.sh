# Sourced by run and check: builds under one lock and remembers when. Expects `root` to be the repository's folder.

build_stamp=$root/target/build.stamp
build_log=$root/target/build.log
shipped_modules="sdk engine postgres platform server client cli"

say() { printf '%s\n' "$*" >&2; }

# True when something that is shipped is newer than the last good build. Folders count too: a deleted file shows there.
build_is_stale() {
    local module
    [ -f "$build_stamp" ] || return 0
    [ -f "$root/server/target/server.jar" ] && [ -f "$root/cli/target/cli.jar" ] || return 0
    [ -z "$(find "$root/pom.xml" "$root/.mvn" -newer "$build_stamp" | head -n 1)" ] || return 0
    for module in $shipped_modules; do
        [ -z "$(find "$root/$module/pom.xml" "$root/$module/src/main" -newer "$build_stamp" 2>/dev/null | head -n 1)" ] ||
            return 0
    done
    return 1
}

# Two builds in one folder spoil each other. Where flock is missing (macOS), they are not kept apart.
lock_build() {
    mkdir -p "$root/target" 2>/dev/null && [ -w "$root/target" ] || {
        say "The folder $root cannot be written by $(id -un): run Nightshift as its owner, or clone it anew."
        exit 1
    }
    exec 9>"$root/target/build.lock"
    ! command -v flock >/dev/null || flock 9
}

unlock_build() { exec 9>&-; }

require_maven() {
    command -v mvn >/dev/null || {
        say "Nightshift is built with Maven 3.8.7 or newer, and there is no mvn on the PATH: install Maven (Debian: apt-get install maven)."
        exit 1
    }
}

# Maven's errors without its advice to read its own manual, each line once; the log's end where it named none.
show_errors() {
    local errors
    errors=$(sed -E $'s/\033\\[[0-9;]*m//g' "$1" | sed -nE '/^\[ERROR\] |^\[WARNING\] .*\.java:/p' | sed -E 's/ -> \[Help [0-9]+\]//
        /^.ERROR.[^A-Za-z]*at |^.ERROR. *$|^.ERROR. {9}|COMPILATION ERROR|warnings found and -Werror|\[Help 1\]|-e switch|full debug logging|For more information/d
        /After correcting the problems|^.ERROR. +mvn .*-rf /d
        s|Run .mvn spotless:apply. to fix these violations.|Run ./check --format, which writes every source in the house'"'"'s format.|' |
        awk '!seen[$0]++' | head -n 40)
    if [ -n "$errors" ]; then say "$errors"; else tail -n 40 "$1" >&2; fi
}

# Runs Maven with the given arguments in the repository's folder; keeps its output and explains a failure.
build_with() {
    local unreachable
    touch "$build_stamp.new"
    if (cd "$root" && mvn -B -Dstyle.color=never -Dorg.slf4j.simpleLogger.defaultLogLevel=warn "$@" 9>&-) >"$build_log" 2>&1; then
        mv "$build_stamp.new" "$build_stamp"
        return 0
    fi
    rm -f "$build_stamp.new"
    unreachable='Could not transfer|UnknownHostException|Unknown host|Temporary failure in name resolution|Network is unreachable|Connect to .* failed|offline mode'
    if grep -qE "$unreachable" "$build_log"; then
        say "The build needs libraries that Maven could not fetch: check the network or Maven's settings and try again (log: $build_log)."
    else
        show_errors "$build_log"
        say "The build failed; the whole log is $build_log."
    fi
    return 1
}

# Remembers the classes that the command line loads at its start, so that the JDK need not work for them again.
# Only a matter of speed: where it cannot be made, everything works without it.
warm_cli() {
    local cache=$root/cli/target/cli.aot
    [ ! -f "$cache" ] || [ "$root/cli/target/cli.jar" -nt "$cache" ] || return 0
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:AOTCacheOutput="$cache.new" -Xlog:disable \
        -jar "$root/cli/target/cli.jar" --help >/dev/null 2>&1 || true
    rm -f "$cache.new.config"
    [ ! -f "$cache.new" ] || mv "$cache.new" "$cache"
}
