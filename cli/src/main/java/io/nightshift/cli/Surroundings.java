package io.nightshift.cli;

import java.util.Map;

/**
 * What a command is started in.
 *
 * @param environment its variables
 * @param colour whether its output goes to a terminal that wants colours
 */
record Surroundings(Map<String, String> environment, boolean colour) {}
