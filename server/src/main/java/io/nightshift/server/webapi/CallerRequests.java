package io.nightshift.server.webapi;

import io.nightshift.database.Database;
import io.nightshift.platform.Platform;
import io.nightshift.platform.security.Access;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.webapi.additions.Additions;
import io.nightshift.server.webapi.additions.Asker;
import io.nightshift.server.webapi.odata.Model;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one caller: each in its own transactions, or those of a change set in one. */
record CallerRequests(
        Platform platform, Database database, Models models, Additions additions, Entry.Admitted admitted, String root)
        implements Batch.Answering {

    /** PostgreSQL gave the transaction up for the sake of another: it is carried out again. */
    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");

    private Caller caller() {
        return admitted.caller();
    }

    private @Nullable UUID onBehalfOf() {
        return admitted.onBehalfOf();
    }

    private Scope scope(OrganizationService service, Scope.@Nullable Transaction transaction) throws SQLException {
        Model model = models.of(caller().organization());
        Asker asker = new Asker(
                caller(),
                onBehalfOf(),
                new Once<>(admitted::operates)::get,
                new Once<>(this::access),
                service,
                model.entity(AsyncOperation.ENTITY));
        return new Scope(model, service, additions, asker, root, Map.of(), transaction);
    }

    /** What is found out when it is first asked for, and not again within a request. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private @Nullable T known;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            T value = known;
            if (value == null) {
                value = source.get();
                known = value;
            }
            return value;
        }
    }

    /** What the caller may do; on behalf of another, what both may. */
    private Access access() {
        try {
            Access own = platform.access(caller().organization(), caller().userId());
            return onBehalfOf() == null
                    ? own
                    : platform.access(caller().organization(), onBehalfOf()).limitedTo(own);
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not say what the caller may do.", e);
        }
    }

    private OrganizationService service() {
        return onBehalfOf() == null
                ? platform.service(caller().organization(), caller().userId())
                : platform.service(caller().organization(), caller().userId(), onBehalfOf());
    }

    private OrganizationService service(Connection connection) {
        return onBehalfOf() == null
                ? platform.service(connection, caller().organization(), caller().userId())
                : platform.service(connection, caller().organization(), caller().userId(), onBehalfOf());
    }

    @Override
    public ApiAnswer alone(ApiRequest request) {
        try {
            return Routes.answer(scope(service(), this::transaction), request);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | SQLException e) {
            return Failures.answer(e, request);
        }
    }

    private ApiAnswer transaction(Function<Scope, ApiAnswer> work) {
        return together(scope -> List.of(work.apply(scope))).getFirst();
    }

    @Override
    public List<ApiAnswer> together(Batch.ChangeSet changes) {
        try {
            return database.inTransaction(connection -> in(connection, changes));
        } catch (SQLException e) {
            throw new OrganizationServiceFault(
                    FaultCode.UNEXPECTED.code(),
                    "PostgreSQL refused the changes with the state " + e.getSQLState()
                            + "; nothing of them was written.",
                    e);
        }
    }

    private List<ApiAnswer> in(Connection connection, Batch.ChangeSet changes) throws SQLException {
        try {
            return changes.in(scope(service(connection), null));
        } catch (OrganizationServiceFault fault) {
            if (fault.getCause() instanceof SQLException sql
                    && sql.getSQLState() != null
                    && RUN_AGAIN.contains(sql.getSQLState())) {
                throw sql;
            }
            throw fault;
        }
    }
}
