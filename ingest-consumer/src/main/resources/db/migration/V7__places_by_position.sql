-- What lies within a box, or around a place, without reading where all the others are.
CREATE INDEX sensor_place_position ON sensor_place (latitude, longitude);
