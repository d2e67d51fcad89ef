package io.nightshift.server.systemjobs;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Search;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The system views of the grid: which standings each shows. What it counts is what it lists. */
public enum View {
    ALL(Level.TOP, standing -> true),
    READY(Level.TOP, standing -> standing.state() == StateCode.READY),
    LOCKED(Level.TOP, standing -> standing.state() == StateCode.LOCKED),
    SUSPENDED(Level.TOP, standing -> standing.state() == StateCode.SUSPENDED),
    RETRYING(Level.UNDER, cause(Cause.RETRY)),
    POSTPONED(Level.UNDER, cause(Cause.POSTPONED)),
    PAUSED(Level.UNDER, cause(Cause.PAUSED)),
    EVENT(Level.UNDER, cause(Cause.EVENT)),
    PERSON(Level.UNDER, cause(Cause.PERSON)),
    RECURRING(Level.UNDER, cause(Cause.SERIES)),
    COMPLETED(Level.TOP, standing -> standing.state() == StateCode.COMPLETED),
    SUCCEEDED(Level.UNDER, Standing.SUCCEEDED::equals),
    FAILED(Level.UNDER, Standing.FAILED::equals),
    CANCELED(Level.UNDER, Standing.CANCELED::equals);

    /** Where it stands in the list. */
    private enum Level {
        TOP,
        UNDER
    }

    private final Level level;
    private final Predicate<Standing> shows;

    View(Level level, Predicate<Standing> shows) {
        this.level = level;
        this.shows = shows;
    }

    private static Predicate<Standing> cause(Cause cause) {
        return standing -> standing.state() == StateCode.SUSPENDED && standing.cause() == cause;
    }

    static View of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(view -> view.word().equals(word))
                .findFirst()
                .orElse(ALL);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of its name. */
    public String key() {
        return "view." + word();
    }

    public boolean isUnder() {
        return level == Level.UNDER;
    }

    /** Whether it is the kind that wants somebody to look. */
    public boolean isAlarming() {
        return this == PERSON || this == FAILED;
    }

    /** How many it shows, by the counters. */
    public long count(Map<Standing, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> shows.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The search with the conditions of this view. */
    Search on(Search search) {
        if (this == ALL) {
            return search;
        }
        Set<StatusCode> statuses =
                Standing.all().stream().filter(shows).map(Standing::status).collect(Collectors.toUnmodifiableSet());
        Search narrowed = search.statuses(statuses);
        return this == SUSPENDED || !statuses.equals(Set.of(StatusCode.WAITING))
                ? narrowed
                : narrowed.causes(Standing.all().stream()
                        .filter(shows)
                        .map(standing -> Objects.requireNonNull(standing.cause()))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
