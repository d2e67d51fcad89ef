package io.nightshift.benchmarks;

/** One way to keep work in a database and do it. A measurement prepares it, fills it and drains it, in this order. */
interface Contender {

    String name();

    /** Makes its tables anew, empty. */
    void prepare() throws Exception;

    /** Puts one piece of work in; committed when it returns. Called by several threads at once. */
    void enqueueOne(int number) throws Exception;

    /** Puts many in with one commit. */
    void enqueueMany(int count) throws Exception;

    /** Does all that is there, {@code count} pieces, and returns when the database says that it is done. */
    void drain(int count) throws Exception;
}
