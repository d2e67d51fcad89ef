package io.nightshift.server.systemjobs;

import io.nightshift.queue.LaneLines;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs one after another, and what holds it up. */
public final class Lanes {

    private static final int MOST_IN_LANE = 100;
    private static final int MOST_LANES = 30;
    /** So many of each lane are drawn in the list of lanes. */
    public static final int FEW = 5;

    /**
     * What the page shows.
     *
     * @param token the one asked for; null for none
     * @param others those that matter most, the stuck ones first
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
                new Dependencies(token, lane, token == null ? most(call.organization()) : List.of()));
    }

    /** A lane in its order. */
    Lane lane(String organization, String token) throws SQLException {
        return new Lane(lines().lane(organization, token, MOST_IN_LANE));
    }

    private List<Lane> most(String organization) throws SQLException {
        return lines().lanes(organization, MOST_LANES, FEW).stream()
                .map(Lane::new)
                .toList();
    }

    private LaneLines lines() {
        return site.jobs().lanes();
    }
}
