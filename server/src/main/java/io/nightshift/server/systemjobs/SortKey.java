package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the columns that a list is sorted by.
 *
 * @param column null for the name
 */
public record SortKey(@Nullable Column column, boolean descending) {

    /** More than so many decide nothing any more. */
    static final int MOST = 3;

    private static final String NAME = "name";

    /** As in an address: the column, behind a minus sign when the highest comes first. */
    public String word() {
        return (descending ? "-" : "") + (column == null ? NAME : column.word());
    }

    /** The key of the column's heading. */
    public String key() {
        return column == null ? "column.name" : column.key();
    }

    /** Those that these words mean, without the words that mean none. */
    static List<SortKey> of(List<String> words) {
        return words.stream().flatMap(word -> of(word).stream()).limit(MOST).toList();
    }

    private static Optional<SortKey> of(String word) {
        boolean descending = word.startsWith("-");
        String name = descending ? word.substring(1) : word;
        return name.equals(NAME)
                ? Optional.of(new SortKey(null, descending))
                : Arrays.stream(Column.values())
                        .filter(column -> column.word().equals(name))
                        .map(column -> new SortKey(column, descending))
                        .findFirst();
    }

    /** The order of all keys together; operations that are alike in all of them stay as they were. */
    static Comparator<AsyncOperation> order(List<SortKey> keys) {
        Comparator<AsyncOperation> order = (_, _) -> 0;
        for (SortKey key : keys) {
            order = order.thenComparing(key.comparator());
        }
        return order;
    }

    private Comparator<AsyncOperation> comparator() {
        if (column == null) {
            return by(operation -> operation.name().toLowerCase(java.util.Locale.ROOT));
        }
        return switch (column) {
            case STATUS -> by(operation -> operation.standing().toString());
            case TYPE -> by(operation -> operation.type().label());
            case MESSAGE -> by(AsyncOperation::messageName);
            case TOKEN -> by(AsyncOperation::token);
            case RETRIES -> by(AsyncOperation::retryCount);
            case CREATED -> by(AsyncOperation::createdOn);
            case STARTED -> by(AsyncOperation::startedOn);
            case COMPLETED -> by(AsyncOperation::completedOn);
            case NEXT -> by(operation -> operation.isCompleted() ? null : operation.postponeUntil());
            case PROGRESS -> by(AsyncOperation::progress);
            case REGARDING -> by(AsyncOperation::regardingType);
            case OWNER -> by(AsyncOperation::ownerId);
            case HOST -> by(AsyncOperation::hostId);
            case ID -> by(AsyncOperation::id);
        };
    }

    /** What has no value comes last, whichever way it is sorted. */
    private <T extends Comparable<? super T>> Comparator<AsyncOperation> by(
            Function<AsyncOperation, @Nullable T> value) {
        Comparator<T> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return (one, other) -> Objects.compare(value.apply(one), value.apply(other), Comparator.nullsLast(order));
    }
}
