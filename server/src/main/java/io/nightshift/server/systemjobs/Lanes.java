package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StateCode;
import io.nightshift.queue.Search;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs one after another, and what holds it up. */
public final class Lanes {

    private static final int MOST_IN_LANE = 100;
    private static final int LOOKED_AT = 500;
    private static final int MOST_LANES = 30;
    private static final Set<StateCode> UNFINISHED = Set.of(StateCode.READY, StateCode.SUSPENDED, StateCode.LOCKED);

    /**
     * What the page shows.
     *
     * @param token the one asked for; null for none
     * @param others lanes among the newest operations that have not ended
     */
    public record Dependencies(
            @Nullable String token, @Nullable Lane lane, List<Lane> others) {}

    private final Site site;
    private final Pages pages;

    Lanes(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        String token = call.query().one("token");
        Lane lane = token == null ? null : lane(call.organization(), token);
        return pages.page(
                "lanes",
                pages.frame(call, "lanes", Texts.ENGLISH.of("lanes.title")),
                new Dependencies(token, lane, token == null ? busy(call.organization()) : List.of()));
    }

    /** A lane in its order. */
    Lane lane(String organization, String token) throws SQLException {
        var page = site.jobs()
                .find(Search.all()
                        .in(organization)
                        .states(UNFINISHED)
                        .token(token)
                        .limit(MOST_IN_LANE));
        List<AsyncOperation> line = new ArrayList<>(page.operations());
        line.sort(Comparator.comparing(AsyncOperation::holdsLane).reversed().thenComparing(AsyncOperation::sequence));
        return new Lane(token, List.copyOf(line), page.next() != null);
    }

    private List<Lane> busy(String organization) throws SQLException {
        Set<String> tokens = new LinkedHashSet<>();
        site.jobs()
                .find(Search.all().in(organization).states(UNFINISHED).limit(LOOKED_AT))
                .operations()
                .forEach(operation -> {
                    if (operation.token() != null) {
                        tokens.add(operation.token());
                    }
                });
        List<Lane> lanes = new ArrayList<>();
        for (String token : tokens.stream().limit(MOST_LANES).toList()) {
            lanes.add(lane(organization, token));
        }
        lanes.sort(Comparator.comparing(Lane::isStuck)
                .reversed()
                .thenComparing(Comparator.comparingInt(Lane::behind).reversed()));
        return lanes;
    }
}
