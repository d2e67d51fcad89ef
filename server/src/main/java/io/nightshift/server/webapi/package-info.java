/** The Web API under {@code /api/data/}: records, queries, messages and batches over HTTP, as OData 4 and Dataverse have it. */
@NullMarked
package io.nightshift.server.webapi;

import org.jspecify.annotations.NullMarked;
