package io.nightshift.server.demo;

/**
 * One sound row of the airports file.
 *
 * @param line its line in the file; the header is line 1
 * @param ident the ICAO code or local identifier: the key
 * @param iata empty when it has none
 * @param name may be empty
 * @param latitude as written in the file, in degrees
 * @param longitude as written in the file, in degrees
 * @param altitude in feet
 * @param area the part of its time zone before the first slash; empty when it has no time zone
 */
record Airport(
        int line,
        String ident,
        String iata,
        String name,
        String country,
        String latitude,
        String longitude,
        int altitude,
        String area) {

    boolean hasIata() {
        return !iata.isEmpty();
    }

    boolean hasZone() {
        return !area.isEmpty();
    }
}
