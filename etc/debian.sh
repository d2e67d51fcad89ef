# Sourced by check: what the tests need from Debian, fetched when we may (root) and it is absent.

# The engine promises PostgreSQL 15 and brings only 18, so its tests want Debian's programs of 15. They are never run as
# a service: no cluster is made at the installation, so there is nothing that could be started.
install_postgresql_15() {
    [ ! -x /usr/lib/postgresql/15/bin/postgres ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing PostgreSQL 15 from Debian (only its programs; no service is started) ..."
        if apt_quiet update && apt_quiet install postgresql-common &&
            sed -i -E 's/^#?\s*create_main_cluster\s*=.*/create_main_cluster = false/' \
                /etc/postgresql-common/createcluster.conf && apt_quiet install postgresql-15; then
            return 0
        fi
        say "PostgreSQL 15 could not be installed (log: target/apt.log)."
    fi
    if [ "${CI:-}" = true ]; then
        say "With CI=true nothing may be left out, and PostgreSQL 15 is absent: install it (Debian: apt-get install postgresql-15)."
        exit 1
    fi
    say "PostgreSQL 15 is absent, so the tests on it are skipped (Debian: apt-get install postgresql-15)."
}

# The tests of the web app drive a real browser. Without it they are skipped, and say so.
install_chromium() {
    [ ! -x /usr/bin/chromium ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing Chromium from Debian ..."
        if apt_quiet update && apt_quiet install chromium fonts-noto-core; then
            return 0
        fi
        say "Chromium could not be installed (log: target/apt.log)."
    fi
    if [ "${CI:-}" = true ]; then
        say "With CI=true nothing may be left out, and Chromium is absent: install it (Debian: apt-get install chromium)."
        exit 1
    fi
    say "Chromium is absent, so the tests in a browser are skipped (Debian: apt-get install chromium)."
}

apt_quiet() {
    local verb=$1
    shift
    mkdir -p "$root/target"
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$verb" --no-install-recommends "$@" \
        </dev/null >>"$root/target/apt.log" 2>&1
}
