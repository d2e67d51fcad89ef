package io.nightshift.server.demo;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** An airport with its coordinates as the file has them, its nearest neighbour and the distance; in JSON an array. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"airport", "latitude", "longitude", "neighbour", "metres"})
record Neighbour(String airport, String latitude, String longitude, String neighbour, long metres) {}
