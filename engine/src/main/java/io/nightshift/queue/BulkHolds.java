package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The holds of bulk moves: from the moment in which one is accepted until it has ended, nothing starts of the lane, message,
 * type or organization that it cancels, pauses or postpones. The hold names the operation in its reason, so that any node
 * can lift it when the operation has ended in whatever way. Thread-safe.
 */
public final class BulkHolds {

    private static final Set<Move> HOLDING = Set.of(Move.CANCEL, Move.PAUSE, Move.POSTPONE);
    private static final Pattern OWNER =
            Pattern.compile("\\(bulk move ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\)$");
    /** The hold is placed before its operation is enqueued. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private final QueueStore store;
    private final Holds holds;

    public BulkHolds(QueueStore store) {
        this.store = store;
        this.holds = new Holds(store);
    }

    /** Places the hold of a bulk move, if it has one, and waits until it counts. */
    void place(BulkMove bulk, UUID id) throws SQLException {
        Optional<Hold.Target> target = target(bulk);
        if (target.isPresent()) {
            holds.place(target.get(), named(bulk.author(), id));
        }
    }

    /** The author of a bulk move, with the move named in his reason. */
    static Author named(Author author, UUID id) {
        String reason = author.reason();
        return new Author(author.name(), (reason == null ? "" : reason + " ") + "(bulk move " + id + ")");
    }

    private Optional<Hold.Target> target(BulkMove bulk) {
        Search search = bulk.search();
        if (!HOLDING.contains(bulk.move())) {
            return Optional.empty();
        }
        String organization = Objects.requireNonNullElse(
                search.organization(), store.organizations().defaultName());
        Optional<String> token = one(search, SearchField.TOKEN);
        Optional<String> message = one(search, SearchField.MESSAGE);
        Optional<String> type = one(search, SearchField.TYPE);
        if (token.isPresent()) {
            return token.map(name -> Hold.Target.lane(organization, name));
        }
        if (message.isPresent()) {
            return message.map(name -> Hold.Target.message(organization, name));
        }
        if (type.isPresent()) {
            return type.map(code -> Hold.Target.type(organization, OperationType.of(Integer.parseInt(code))));
        }
        return search.conditions().isEmpty() ? Optional.of(Hold.Target.organization(organization)) : Optional.empty();
    }

    private static Optional<String> one(Search search, SearchField field) {
        return search.only(field).filter(values -> values.size() == 1).map(List::getFirst);
    }

    /** Lifts the hold of a bulk move that has done its work. */
    void lift(UUID id) throws SQLException {
        for (Hold hold : holds.list()) {
            if (owner(hold).filter(id::equals).isPresent()) {
                lift(hold);
            }
        }
    }

    /** Lifts the holds of bulk moves that have ended without lifting theirs: canceled, failed, or never enqueued. */
    public void sweep() throws SQLException {
        Instant before = store.clock().now().minus(FRESH);
        for (Hold hold : holds.list()) {
            Optional<UUID> owner = owner(hold);
            if (owner.isPresent() && isOver(hold, owner.get(), hold.placedOn().isBefore(before))) {
                lift(hold);
            }
        }
    }

    /** Whether its bulk move has ended; one that is not there may still be enqueued, if its hold is young. */
    private boolean isOver(Hold hold, UUID id, boolean isOld) throws SQLException {
        int organization = store.organizations().number(hold.target().organization());
        return new Lookup(store)
                .find(organization, id)
                .map(AsyncOperation::isCompleted)
                .orElse(isOld);
    }

    private void lift(Hold hold) throws SQLException {
        try {
            holds.lift(hold.number(), new Author(hold.author().name(), "the bulk move has ended"));
        } catch (ServiceFault lifted) {
            // Somebody else was first.
            return;
        }
    }

    private static Optional<UUID> owner(Hold hold) {
        String reason = hold.author().reason();
        Matcher matcher = OWNER.matcher(reason == null ? "" : reason);
        return matcher.find() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
