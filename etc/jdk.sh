# Sourced by run and check: finds a JDK 25 or newer and puts it first, or says in one sentence what is missing.
# The version is read from the JDK's `release` file, because starting javac for each candidate costs 0.3 s.

nightshift_java_major() { # prints the major version of the JDK in folder $1, or nothing
    [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>/dev/null | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
    fi
}

nightshift_find_jdk() {
    local candidate major on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "$on_path" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        major=$(nightshift_java_major "$candidate")
        if [ "${major:-0}" -ge 25 ]; then
            JAVA_HOME=$candidate
            return 0
        fi
    done
    return 1
}

if nightshift_find_jdk; then
    export JAVA_HOME
    export PATH="$JAVA_HOME/bin:$PATH"
    # Maven's own libraries use what newer JDKs warn about; only a JDK of this age knows these two options.
    case "${MAVEN_OPTS:-}" in
    *sun-misc-unsafe*) ;;
    *) export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" ;;
    esac
else
    echo "Nightshift needs a JDK 25 or newer: install one (for example Temurin 25) or set JAVA_HOME to it." >&2
    return 1
fi
