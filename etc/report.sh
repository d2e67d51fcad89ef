# Sourced by check: the closing table, read from the reports that Surefire wrote since target/check.begun.

# One line a test class: module, seconds, tests, failed, skipped, class. The numbers stand in the report's first tag.
suite_lines() {
    local report
    find "$1" -path '*/target/surefire-reports/TEST-*.xml' -newer "$1/target/check.begun" | sort | while read -r report; do
        awk -v module="$(basename "$(dirname "$(dirname "$(dirname "$report")")")")" '
            function value(name) {
                if (!match(all, " " name "=\"[^\"]*\"")) return ""
                return substr(all, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
            }
            { all = all " " $0 }
            />/ && all ~ /<testsuite / {
                print module "\t" value("time") "\t" value("tests") "\t" \
                    (value("failures") + value("errors")) "\t" value("skipped") "\t" value("name")
                exit
            }' "$report"
    done
}

# Each failed test with the first lines of its reason: what is at hand when only the end of the output is kept.
failed_tests() {
    find "$1" -path '*/target/surefire-reports/TEST-*.xml' -newer "$1/target/check.begun" | sort | while read -r report; do
        awk '
            function plain(text) {
                gsub(/&#10;/, "\n", text); gsub(/&#9;/, "\t", text); gsub(/&#13;/, "", text)
                gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&lt;/, "<", text)
                gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
                return text
            }
            function value(name) {
                if (!match($0, " " name "=\"[^\"]*\"")) return ""
                return plain(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
            }
            /<testcase / { test = value("classname") "." value("name") }
            /<(failure|error)[ >]/ {
                reason = value("message")
                if (reason == "") reason = value("type")
                count = split(reason, line, "\n")
                print "  failed: " test
                for (i = shown = 1; i <= count && shown <= 8; i++)
                    if (line[i] !~ /^[ \t]*$/) { print "      " substr(line[i], 1, 240); shown++ }
            }' "$report"
    done
}

# The reason of each skipped test, with how many tests gave it.
skip_reasons() {
    find "$1" -path '*/target/surefire-reports/TEST-*.xml' -newer "$1/target/check.begun" -exec cat {} + |
        grep -oE '<skipped.*' | sed -E 's/<skipped[^>]* message="([^"]*)".*/\1/; s/<skipped[^>]*><!\[CDATA\[//; s/\]\]>.*//;
            s/^<skipped.*/no reason given/; s/org\.opentest4j\.TestAbortedException:? ?//; s/^Assumption failed: //;
            s/&#10;.*//; s/&quot;/"/g; s/&amp;/\&/g' |
        sort | uniq -c | sed -E 's/^ *([0-9]+) /  skipped \1: /'
}

# PostgreSQL versions a module's tests started, from what the launcher said in their output ("PostgreSQL 18.6 ...").
postgresql_versions() {
    find "$1/$2/target/surefire-reports" -type f -newer "$1/target/check.begun" -exec grep -ohE 'PostgreSQL 1[0-9]\.[0-9]+' {} + \
        2>/dev/null | sort -u | sed 's/PostgreSQL //' | paste -sd ' ' -
}

report() {
    local root=$1 log=$2 maven_exit=$3 lines module passed failed
    set +e +o pipefail # a grep that finds nothing is good news here
    lines=$(suite_lines "$root")
    printf '\n%-12s %7s %7s %8s %8s  %s\n' suite tests failed skipped minutes PostgreSQL
    for module in $(printf '%s\n' "$lines" | cut -f 1 | awk 'NF && !seen[$0]++'); do
        printf '%s\n' "$lines" | awk -F '\t' -v module="$module" -v versions="$(postgresql_versions "$root" "$module")" '
            $1 == module { seconds += $2; tests += $3; failed += $4; skipped += $5 }
            END { printf "%-12s %7d %7d %8d %8.1f  %s\n", module, tests, failed, skipped, seconds / 60,
                      versions == "" ? "-" : versions }'
    done
    skip_reasons "$root"
    printf '%s\n' "$lines" | sort -t "$(printf '\t')" -k 2,2 -rn | head -n 5 |
        awk -F '\t' 'NF && $2 >= 10 { printf "  slow: %s %.0f s\n", $6, $2 }'
    failed_tests "$root"

    # A test JVM that died leaves no report, only an error in the log.
    failed=$(printf '%s\n' "$lines" | awk -F '\t' '{ n += $4 } END { print n + 0 }')
    passed=$(printf '%s\n' "$lines" | awk -F '\t' '{ n += $3 - $4 - $5 } END { print n + 0 }')
    if [ "$failed" = 0 ] && { [ "$maven_exit" != 0 ] || grep -q '^\[ERROR\]' "$log"; }; then
        say "Maven failed outside the tests; the whole log is $log."
        failed=1
    elif [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
        say "No test ran."
        failed=1
    fi
    printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" \
        "$(printf '%s\n' "$lines" | awk -F '\t' '{ n += $5 } END { print n + 0 }')"
    [ "$failed" = 0 ]
}
