package io.nightshift.platform.message;

import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.ReferenceNames;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries within a request, asked by its user. The answer's references have the names of what they refer to. */
final class RecordQueries {

    private final RequestContext context;
    private final Queries queries;

    RecordQueries(RequestContext context) {
        this.context = context;
        this.queries = new Queries(context.organization(), Queries.TIMEOUT);
    }

    EntityCollection retrieveMultiple(QueryBase query) {
        EntityCollection found =
                queries.retrieveMultiple(context.connection(), query, QueryContext.of(context.now(), new User()));
        return new EntityCollection(
                found.entityName(),
                new ReferenceNames(context).added(new ArrayList<>(found.entities())),
                found.moreRecords(),
                found.pagingCookie(),
                found.totalRecordCount(),
                found.totalRecordCountLimitExceeded());
    }

    /** The request's user, of whom only the id is known until more is asked. */
    private final class User implements QueryContext.Caller {

        @Override
        public UUID userId() {
            return context.userId();
        }

        @Override
        public @Nullable UUID businessUnitId() {
            List<Entity> user =
                    new RecordReader(context).byIds("systemuser", List.of(userId()), ColumnSet.of("businessunitid"));
            EntityReference unit = user.isEmpty() ? null : user.getFirst().get("businessunitid", EntityReference.class);
            return unit == null ? null : unit.id();
        }

        @Override
        public Set<UUID> teams() {
            QueryExpression memberships = new QueryExpression("teammembership", "teamid")
                    .where("systemuserid", ConditionOperator.EQUAL, userId());
            return queries
                    .retrieveMultiple(context.connection(), memberships, QueryContext.of(context.now(), this))
                    .entities()
                    .stream()
                    .map(membership -> Objects.requireNonNull(membership.get("teamid", UUID.class)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
