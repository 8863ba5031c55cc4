"""Words that made-up texts are made of, and patterns for the formats that people would write otherwise."""

ADJECTIVES = (
    "amber", "ancient", "autumn", "bitter", "bold", "brave", "bright", "calm", "clever", "cold", "copper", "crimson",
    "curious", "dark", "deep", "distant", "eager", "early", "empty", "fancy", "fierce", "gentle", "golden", "grand",
    "green", "happy", "hidden", "hollow", "honest", "icy", "jolly", "keen", "late", "light", "little", "lively", "long",
    "lucky", "mellow", "mighty", "misty", "modern", "narrow", "noble", "old", "open", "pale", "patient", "plain",
    "proud", "quick", "quiet", "rapid", "rare", "red", "round", "royal", "rustic", "sandy", "sharp", "shy", "silent",
    "silver", "simple", "slow", "small", "smooth", "snowy", "soft", "solid", "spare", "steady", "still", "stormy",
    "sunny", "sweet", "swift", "tall", "tender", "tidy", "tiny", "true", "vast", "velvet", "warm", "white", "wide",
    "wild", "windy", "wise", "young",
)  # fmt: skip
NOUNS = (
    "anchor", "apple", "arrow", "basket", "beacon", "bell", "bird", "boat", "book", "bottle", "bridge", "brook",
    "candle", "castle", "chair", "cloud", "clock", "coast", "compass", "corner", "cup", "desk", "door", "dream", "drum",
    "engine", "falcon", "feather", "field", "fire", "flower", "forest", "fountain", "garden", "gate", "glass", "harbor",
    "hammer", "hill", "horse", "house", "island", "kettle", "key", "kite", "ladder", "lake", "lamp", "lantern", "leaf",
    "letter", "lion", "map", "market", "meadow", "mill", "mirror", "moon", "morning", "mountain", "needle", "nest",
    "ocean", "orchard", "paper", "path", "pearl", "pen", "piano", "pillow", "plate", "pond", "pocket", "rain", "raven",
    "ribbon", "ring", "river", "road", "rope", "rose", "saddle", "sail", "school", "shadow", "shell", "ship", "sky",
    "spoon", "spring", "square", "star", "station", "stone", "storm", "street", "summer", "table", "thread", "tower",
    "train", "tree", "tunnel", "valley", "village", "violin", "voice", "wagon", "wall", "water", "wheel", "window",
    "wing", "winter", "wolf", "wood",
)  # fmt: skip
# Where a format has none here, its own pattern is used.
FORMATS = {
    "email": "[a-z]{3,9}(\\.[a-z]{3,9})?[0-9]{0,5}@[a-z]{4,10}\\.(example|test)",
    "url": "https://(www\\.)?[a-z]{4,10}\\.example/[a-z]{2,8}(/[a-z0-9]{2,8})?",
    "hostname": "[a-z]{3,9}[0-9]{0,4}\\.[a-z]{4,10}\\.example",
    "date": "(19[5-9]|20[0-2])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
    "datetime": "20[0-2][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    "ipv6": "2001:db8(:[1-9a-f][0-9a-f]{0,3}){6}",
    "slug": "[a-z]{3,9}(-[a-z0-9]{2,8}){1,3}",
    "semver": "[0-9]\\.(0|[1-9][0-9]?)\\.(0|[1-9][0-9]?)",
    "duration": "P([1-9][0-9]?D|[1-9]W|T[1-9]H([1-9]M)?)",
    "languageTag": "(de|en|fr|es|it|nl|pt)-(AT|CH|US|GB|BR)",
    "color": "#[0-9a-f]{6}",
}
