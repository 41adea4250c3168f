package org.airlog.portal.geocoder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place that an address may mean.
 *
 * @param name as the service writes it
 * @param latitude in degrees, -90 to 90
 * @param longitude in degrees, -180 to 180
 */
public record FoundPlace(String name, double latitude, double longitude) {

    private static final int LONGEST_NAME = 500;
    private static final int DEEPEST = 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /**
     * The first {@code most} of Nominatim's answer ({@code format=jsonv2}): an array of objects with {@code display_name},
     * {@code lat} and {@code lon}, the last two as texts. What is no place is left out; throws where it is no such array.
     */
    static List<FoundPlace> read(byte[] answer, int most) throws IOException {
        var places = new ArrayList<FoundPlace>();
        try (JsonParser json = FACTORY.createParser(answer)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("no array of places");
            }
            while (json.nextToken() == JsonToken.START_OBJECT && places.size() < most) {
                String name = "";
                double latitude = Double.NaN;
                double longitude = Double.NaN;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String member = json.currentName();
                    json.nextToken();
                    switch (member) {
                        case "display_name" -> name = json.getValueAsString("");
                        case "lat" -> latitude = json.getValueAsDouble(Double.NaN);
                        case "lon" -> longitude = json.getValueAsDouble(Double.NaN);
                        default -> json.skipChildren();
                    }
                }
                if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !name.isBlank()) {
                    places.add(new FoundPlace(
                            name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
                            latitude,
                            longitude));
                }
            }
        }
        return places;
    }
}
