package io.nightshift.execution;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Over which connection a node listens for the hints of other processes. It must reach PostgreSQL itself: a pooler that hands
 * out a connection for each transaction cannot listen.
 *
 * @param isOn whether it listens at all
 * @param source where the connection comes from; null for the service's own data source
 */
public record HintConnection(boolean isOn, @Nullable DataSource source) {

    /** No hints from other processes: what they leave is found by looking, within a second. */
    public static final HintConnection NONE = new HintConnection(false, null);

    /** One connection of the service's own data source, taken for as long as the service runs. */
    public static final HintConnection OF_THE_SERVICE = new HintConnection(true, null);

    /** A connection from elsewhere, such as the direct address behind a pooler. */
    public static HintConnection from(DataSource source) {
        return new HintConnection(true, source);
    }
}
