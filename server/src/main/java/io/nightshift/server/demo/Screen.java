package io.nightshift.server.demo;

import java.io.PrintStream;
import java.util.List;

/**
 * Where the demo shows itself. In a terminal a board of lines is painted over and over in its place, and lines said once
 * go above it; anywhere else only the lines said once are printed. Thread-safe.
 */
final class Screen {

    /** What is drawn with, and what stands for it where the terminal's encoding has no such characters. */
    private static final String DRAWN = "█░·…";

    private static final String PLAIN = "#.,~";
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final PrintStream out;
    private final boolean live;
    private final int width;
    private List<String> board = List.of();

    /**
     * @param live whether the stream ends at a terminal that understands ANSI sequences
     * @param width columns of the terminal; longer lines of the board are cut, for a wrapped line spoils the painting
     */
    Screen(PrintStream out, boolean live, int width) {
        this.out = out;
        this.live = live;
        this.width = width;
    }

    boolean isLive() {
        return live;
    }

    /** Prints a line that stays. */
    synchronized void say(String line) {
        erase();
        out.println(encodable(line));
        paint();
    }

    /** Shows the board in place of the one before. */
    synchronized void show(List<String> lines) {
        if (!live) {
            return;
        }
        erase();
        board = lines.stream().map(this::cut).map(this::encodable).toList();
        paint();
    }

    /** Leaves the board as it stands; what is said from now on goes below it. */
    synchronized void leave() {
        board = List.of();
    }

    private void erase() {
        if (live && !board.isEmpty()) {
            out.printf(UP_AND_CLEAR, board.size());
        }
    }

    private void paint() {
        if (live) {
            board.forEach(out::println);
        }
        out.flush();
    }

    private String encodable(String line) {
        if (out.charset().newEncoder().canEncode(DRAWN)) {
            return line;
        }
        String plain = line;
        for (int i = 0; i < DRAWN.length(); i++) {
            plain = plain.replace(DRAWN.charAt(i), PLAIN.charAt(i));
        }
        return plain;
    }

    private String cut(String line) {
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
