package io.nightshift.sdk;

/** Notes of a run for the people who look for a mistake (Dynamics: ITracingService). */
public interface TracingService {

    /** Adds a line. Of very many lines the oldest are dropped. */
    void trace(String line);
}
