# Sourced by run and check: finds a JDK 25 or newer and puts it first, or stops with one sentence.
nightshift_java_major() { # prints the major version of the javac in folder $1, or nothing
    [ -x "$1/bin/javac" ] || return 0
    "$1/bin/javac" -version 2>/dev/null | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
}

nightshift_find_jdk() {
    local candidate major
    for candidate in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /nowhere/bin/javac)")")")"; do
        [ -n "$candidate" ] || continue
        major=$(nightshift_java_major "$candidate")
        if [ -n "$major" ] && [ "$major" -ge 25 ]; then
            JAVA_HOME=$candidate
            return 0
        fi
    done
    return 1
}

if ! nightshift_find_jdk; then
    echo "Nightshift needs a JDK 25 or newer: install one (for example Temurin 25) or set JAVA_HOME to it." >&2
    exit 1
fi
export JAVA_HOME
export PATH="$JAVA_HOME/bin:$PATH"
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
