package io.nightshift.queue.model;

import io.nightshift.queue.Promotions;
import io.nightshift.queue.Recurrences;
import java.sql.SQLException;

/** What a node does beside its work, done once. */
record RealChores(Promotions promotions, Recurrences recurrences) {

    String run(Step.Kind kind, RealClaims claims) throws SQLException {
        return switch (kind) {
            case PROMOTE -> {
                while (promotions.promote().seen() > 0) {
                    // Until there is no note left.
                }
                yield "";
            }
            case SWEEP -> {
                var cursor = promotions.sweepLanes(Promotions.SweepCursor.START);
                while (!cursor.equals(Promotions.SweepCursor.START)) {
                    cursor = promotions.sweepLanes(cursor);
                }
                cursor = promotions.sweepLimits(Promotions.SweepCursor.START);
                while (!cursor.equals(Promotions.SweepCursor.START)) {
                    cursor = promotions.sweepLimits(cursor);
                }
                yield "";
            }
            case WAKE -> "" + promotions.wake().seen();
            case SIGNAL -> {
                promotions.signal();
                yield "";
            }
            case RECUR -> "" + recurrences.recur();
            case RESCUE -> claims.rescue();
            case EXPIRE_KEYS -> "" + promotions.expireKeys();
        };
    }
}
