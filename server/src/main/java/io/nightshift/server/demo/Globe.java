package io.nightshift.server.demo;

import java.util.Arrays;
import java.util.List;

/**
 * The airports as points on a sphere; answers which one lies nearest to another. Distances are great-circle distances by
 * the haversine formula, in metres rounded half up; nearest is the lowest of these whole metres, of equals the lowest
 * ident (examples/demo/README.md). Immutable.
 */
final class Globe {

    private static final double EARTH_RADIUS_METRES = 6_371_008.8;

    private final List<Airport> airports;
    private final double[] latitude;
    private final double[] longitude;
    private final double[] cosine;

    /** @param airports at least two */
    Globe(List<Airport> airports) {
        if (airports.size() < 2) {
            throw new IllegalArgumentException("A nearest neighbour needs at least two airports.");
        }
        this.airports = List.copyOf(airports);
        latitude = airports.stream()
                .mapToDouble(airport -> radians(airport.latitude()))
                .toArray();
        longitude = airports.stream()
                .mapToDouble(airport -> radians(airport.longitude()))
                .toArray();
        cosine = Arrays.stream(latitude).map(Math::cos).toArray();
    }

    private static double radians(String degrees) {
        return Math.toRadians(Double.parseDouble(degrees));
    }

    /** The nearest of all other airports. */
    Neighbour nearest(Airport from) {
        double fromLatitude = radians(from.latitude());
        double fromLongitude = radians(from.longitude());
        double fromCosine = Math.cos(fromLatitude);
        String nearest = "";
        long metres = Long.MAX_VALUE;
        double farthestOfInterest = 1; // square of half the chord, beyond which an airport cannot be the nearest
        for (int i = 0; i < airports.size(); i++) {
            double north = Math.sin((latitude[i] - fromLatitude) / 2);
            double squared = north * north;
            if (squared > farthestOfInterest) {
                continue;
            }
            double east = Math.sin((longitude[i] - fromLongitude) / 2);
            squared += fromCosine * cosine[i] * east * east;
            String ident = airports.get(i).ident();
            if (squared > farthestOfInterest || ident.equals(from.ident())) {
                continue;
            }
            long distance =
                    (long) Math.floor(2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(squared))) + 0.5);
            if (distance < metres || (distance == metres && ident.compareTo(nearest) < 0)) {
                nearest = ident;
                metres = distance;
                // One metre more than the best: what rounds to the same whole metre must still be compared.
                double chord = Math.sin(Math.min(Math.PI / 2, (metres + 1) / (2 * EARTH_RADIUS_METRES)));
                farthestOfInterest = chord * chord;
            }
        }
        return new Neighbour(from.ident(), from.latitude(), from.longitude(), nearest, metres);
    }
}
