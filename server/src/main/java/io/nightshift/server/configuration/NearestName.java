package io.nightshift.server.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.NoSuchElementException;

/** Finds the known name that was most likely meant by a misspelt one. */
public final class NearestName {

    private NearestName() {}

    /** The known name with the fewest letters to change, insert or leave out. */
    public static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow(NoSuchElementException::new);
    }

    /** How many letters must change, be inserted or be left out. */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[other.length() + 1];
            line[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                line[column] = Math.min(above[column - 1] + change, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[other.length()];
    }
}
