package io.nightshift.server.systemjobs;

/** What a visitor may see and do here, each more than the one before. */
enum Rights {
    /** Only records, with the rights of the visitor's roles. */
    RECORDS,
    /** Also the operations of the organization, all of which the visitor may read. */
    WATCHES,
    /** Commands the service, too. */
    OPERATES
}
