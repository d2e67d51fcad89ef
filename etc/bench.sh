# Sourced by run for its verb bench: builds the measuring bench when something it is made of is newer, and starts it.
# Expects `root` and what build.sh defines.

bench_jar=$root/benchmarks/target/benchmarks.jar

bench_is_stale() {
    [ -f "$bench_jar" ] && ! build_is_stale && [ ! "$build_stamp" -nt "$bench_jar" ] &&
        [ -z "$(find "$root/benchmarks/pom.xml" "$root/benchmarks/src/main" -newer "$bench_jar" | head -n 1)" ] &&
        return 1
    return 0
}

run_bench() {
    if bench_is_stale; then
        require_maven
        lock_build
        say "Building the bench (first time: its peers are fetched) ..."
        # server and cli too: the stamp of a build means that they are built, and a scenario starts the server
        build_with -Dmaven.test.skip=true -pl server,cli,benchmarks -am package || exit 1
        touch "$bench_jar"
        warm_cli
        unlock_build
    fi
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED -Dnightshift.home="$root" \
        -jar "$bench_jar" "$@"
}
