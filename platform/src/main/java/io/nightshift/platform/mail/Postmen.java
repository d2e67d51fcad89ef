package io.nightshift.platform.mail;

import java.sql.SQLException;
import java.util.Optional;

/** Who sends the mail of an organization. Asked at each try, on the thread of the operation; thread-safe. */
@FunctionalInterface
public interface Postmen {

    /**
     * The one of this organization; empty while no mail server is configured.
     *
     * @throws io.nightshift.operation.ServiceFault when what the organization has set cannot be used
     */
    Optional<Postman> of(String organization) throws SQLException;
}
