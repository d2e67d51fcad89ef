package io.nightshift.server.webapi.additions;

import java.sql.SQLException;
import tools.jackson.databind.node.ObjectNode;

/** A function or action of ours. */
@FunctionalInterface
interface Addition {

    /** The results by their names; a refusal is a fault of the service or of the organization. */
    ObjectNode answer(Asked asked) throws SQLException;
}
