package io.nightshift.client;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.FetchExpression;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The records of a query, page by page. Not thread-safe. */
final class QueryPages implements Iterator<Entity> {

    private final OrganizationService service;
    private @Nullable FetchExpression next;
    private int number;
    private Iterator<Entity> page = Collections.emptyIterator();

    private QueryPages(OrganizationService service, FetchExpression query) {
        this.service = service;
        this.next = query;
        this.number = FetchPage.number(query);
    }

    static Stream<Entity> stream(OrganizationService service, FetchExpression query) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new QueryPages(service, query), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && next != null) {
            EntityCollection found = service.retrieveMultiple(next);
            page = found.entities().iterator();
            next = found.moreRecords() ? FetchPage.at(next, ++number, found.pagingCookie()) : null;
        }
        return page.hasNext();
    }

    @Override
    public Entity next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The query has no more records.");
        }
        return page.next();
    }
}
