-- What operators have said of a SUID: read by people, decided upon by nobody (the door follows the registry itself).
ALTER TABLE registry_head
    ADD COLUMN revoked_at     timestamptz, -- the current step is a revocation
    ADD COLUMN released_at    timestamptz, -- the next registration may follow whoever asks
    ADD COLUMN provisioned_at timestamptz, -- listed with a claim code
    ADD COLUMN manufacturer   text NOT NULL DEFAULT '', -- as it was listed
    ADD COLUMN model          text NOT NULL DEFAULT '';
