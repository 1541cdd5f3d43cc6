//! Owns the places that events name: regions of the newsletter, countries, states of the US, Canada and Australia.
//!
//! The facts are in `place.tsv`, to be read and corrected there; its head says where they come from.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::spelling::distance_within;

/// Where an event is in the newsletter, in the newsletter's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Nowhere: the one region that is no place.
    Virtual,
    /// Africa.
    Africa,
    /// Asia.
    Asia,
    /// Europe.
    Europe,
    /// North America, with Mexico, Central America and the Caribbean.
    NorthAmerica,
    /// Oceania.
    Oceania,
    /// South America.
    SouthAmerica,
}

impl Region {
    /// All of them, in the newsletter's order.
    pub const ALL: [Self; 7] =
        [Self::Virtual, Self::Africa, Self::Asia, Self::Europe, Self::NorthAmerica, Self::Oceania, Self::SouthAmerica];

    /// The heading that the newsletter gives it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Virtual => "Virtual",
            Self::Africa => "Africa",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::NorthAmerica => "North America",
            Self::Oceania => "Oceania",
            Self::SouthAmerica => "South America",
        }
    }

    /// [`Region::as_str`] through [`fold`].
    fn folded(self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Africa => "africa",
            Self::Asia => "asia",
            Self::Europe => "europe",
            Self::NorthAmerica => "northamerica",
            Self::Oceania => "oceania",
            Self::SouthAmerica => "southamerica",
        }
    }

    /// The region that a heading means, in upper or lower case and with or without a colon after it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        // The shortest is `Asia`.
        if name.len() < 4 {
            return None;
        }
        let name = fold(name.trim().trim_end_matches(':'));
        Self::ALL.into_iter().find(|region| region.folded() == name)
    }

    /// Whether it is a part of the world.
    #[must_use]
    pub fn is_geographic(self) -> bool {
        self != Self::Virtual
    }
}

/// A country, or a territory with a code of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code as the newsletter writes it: ISO 3166-1 alpha-2, but `UK`.
    pub code: &'static str,
    /// Its usual English name.
    pub name: &'static str,
    /// Where it may stand: two regions where it lies in two or between them, none for Antarctica.
    pub regions: Vec<Region>,
    others: &'static str,
}

impl Country {
    /// Whether its events may be under this region. Nothing lies in [`Region::Virtual`].
    #[must_use]
    pub fn lies_in(&self, region: Region) -> bool {
        self.regions.contains(&region)
    }
}

/// A state, province or territory of a country that the newsletter names with them: US, CA, AU.
#[derive(Debug, PartialEq, Eq)]
pub struct State {
    /// The code of its country.
    pub country: &'static str,
    /// Its own code, without the country's: `OR`, `NSW`.
    pub code: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// Where it may stand: its country's region, and Oceania too for Hawaii and the islands of the Pacific.
    pub regions: Vec<Region>,
    others: &'static str,
}

impl State {
    /// Whether its events may be under this region. Nothing lies in [`Region::Virtual`].
    #[must_use]
    pub fn lies_in(&self, region: Region) -> bool {
        self.regions.contains(&region)
    }
}

/// The country with this very code: `UK`, neither `uk` nor `GB`.
#[must_use]
pub fn country_by_code(code: &str) -> Option<&'static Country> {
    let table = &*TABLE;
    let index = *table.country_by_letters.get(letters(code)?)?;
    index.and_then(|index| table.countries.get(index))
}

/// The country that a text means, in whatever spelling: `de`, `DEU`, `Deutschland`, `Korea`, `U.S.A.`, `GB`.
#[must_use]
pub fn country_by_any_spelling(text: &str) -> Option<&'static Country> {
    meanings(text).find_map(Meaning::country)
}

/// The country whose name is spelt nearly so: `Germny`. None where two are as near, and for short words.
#[must_use]
pub fn country_by_near_spelling(text: &str) -> Option<&'static Country> {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 40;
    // Of short names, two mistakes make another: the city `Bruges` is not `Brunei`.
    const LONG: usize = 8;
    let text = fold(text);
    let length = text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return None;
    }
    let most = if length < LONG { 1 } else { 2 };
    static NAMES: LazyLock<Vec<(String, &'static Country)>> =
        LazyLock::new(|| TABLE.countries.iter().map(|country| (fold(country.name), country)).collect());
    let near = NAMES.iter().filter_map(|(name, country)| Some((distance_within(&text, name, most)?, *country)));
    let near: Vec<_> = near.collect();
    let least = near.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest = near.into_iter().filter(|(distance, _)| *distance == least);
    nearest.next().map(|(_, country)| country).filter(|_| nearest.next().is_none())
}

/// All countries, by the order of the table.
#[cfg(feature = "lsp")]
pub(crate) fn countries() -> impl Iterator<Item = &'static Country> {
    TABLE.countries.iter()
}

/// Whether the newsletter names the state of a city in this country.
#[must_use]
pub fn has_states(country: &str) -> bool {
    states(country).next().is_some()
}

/// The states of a country, by code; none for most countries.
pub fn states(country: &str) -> impl Iterator<Item = &'static State> {
    states_of(country).iter()
}

fn states_of(country: &str) -> &'static [State] {
    let table = &*TABLE;
    let of_country =
        table.states_by_country.iter().find(|(code, _)| *code == country).map(|(_, states)| states.clone());
    &table.states[of_country.unwrap_or_default()]
}

/// The state of a country with this very code: `QLD`, not `Qld`.
#[must_use]
pub fn state(country: &str, code: &str) -> Option<&'static State> {
    let states = states_of(country);
    let index = states.binary_search_by_key(&code, |state| state.code).ok()?;
    states.get(index)
}

/// The state of a country that a text means, in whatever spelling: `or`, `Calif.`, `Québec`, `Washington, D.C.`
/// without its comma.
#[must_use]
pub fn state_by_any_spelling(country: &str, text: &str) -> Option<&'static State> {
    meanings(text).filter_map(Meaning::state).find(|state| state.country == country)
}

/// What a word in the country's place may mean: `OR` in `Portland, OR` is no country but a state, `GA` in
/// `Atlanta, GA` is a state where the word for itself is Gabon, `CA` is Canada or California.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// The country that it means, in whatever spelling.
    pub country: Option<&'static Country>,
    /// The states that it means, in whatever spelling, in the order of their countries' codes. One at most of each
    /// country: `WA` is one of Australia's and one of the US.
    pub states: Vec<&'static State>,
}

impl Readings {
    /// All that a text may mean.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut readings = Self::default();
        for meaning in meanings(text) {
            match meaning {
                Meaning::Country(country) => readings.country = Some(country),
                Meaning::State(state) => readings.states.push(state),
            }
        }
        readings
    }

    /// Those that lie in the region under which the word stands: `GA` is Georgia, the state, under North America, and
    /// Gabon under Africa. Under [`Region::Virtual`], which is no place, all of them stay.
    #[must_use]
    pub fn under(mut self, region: Region) -> Self {
        if region.is_geographic() {
            self.country = self.country.filter(|country| country.lies_in(region));
            self.states.retain(|state| state.lies_in(region));
        }
        self
    }

    /// The state of this country, if the word may mean one.
    #[must_use]
    pub fn state_of(&self, country: &str) -> Option<&'static State> {
        self.states.iter().copied().find(|state| state.country == country)
    }

    /// Whether the word means nothing known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.country.is_none() && self.states.is_empty()
    }
}

/// Brings the spellings of one name to one form, to compare by: lower case, no accents on Latin letters, no spaces,
/// full stops, hyphens and apostrophes, `and` for `&`, no leading "the". It fits the names of cities too.
#[must_use]
pub fn fold(text: &str) -> String {
    let text = text.trim();
    let text = match text.get(..4) {
        Some(the) if the.eq_ignore_ascii_case("the ") => &text[4..],
        _ => text,
    };
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        for byte in text.bytes() {
            match byte {
                b'.' | b'-' | b'\'' | b'`' | b' ' | b'\t'..=b'\r' => {}
                b'&' => folded.push_str("and"),
                byte => folded.push(char::from(byte.to_ascii_lowercase())),
            }
        }
        return folded;
    }
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            '.' | '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | '`' | '´' | 'ʻ' => {}
            // An accent that is a character of its own.
            '\u{300}'..='\u{36f}' => {}
            space if space.is_whitespace() => {}
            '&' => folded.push_str("and"),
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ķ' => folded.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'ŕ' | 'ř' => folded.push('r'),
            'ś' | 'ş' | 'ș' | 'š' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ţ' | 'ț' | 'ť' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            other => folded.push(other),
        }
    }
    folded
}

/// The rows of `place.tsv`, each kind sorted by code.
struct Table {
    countries: Vec<Country>,
    /// Indices of countries, by [`letters`] of their codes.
    country_by_letters: Vec<Option<usize>>,
    states: Vec<State>,
    /// The codes of the countries that have states, and where theirs stand.
    states_by_country: Vec<(&'static str, Range<usize>)>,
}

/// A number for every two capital letters.
fn letters(code: &str) -> Option<usize> {
    match *code.as_bytes() {
        [one @ b'A'..=b'Z', two @ b'A'..=b'Z'] => Some(usize::from(one - b'A') * 26 + usize::from(two - b'A')),
        _ => None,
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut countries, mut states) = (Vec::new(), Vec::new());
    for Row { kind, code, name, others, regions } in rows() {
        match (kind, code.split_once('-')) {
            ("country", None) => countries.push(Country { code, name, regions, others }),
            ("state", Some((country, code))) => states.push(State { country, code, name, regions, others }),
            _ => {}
        }
    }
    countries.sort_unstable_by_key(|country| country.code);
    states.sort_unstable_by_key(|state| (state.country, state.code));
    let mut country_by_letters = vec![None; 26 * 26];
    for (index, country) in countries.iter().enumerate() {
        if let Some(place) = letters(country.code).and_then(|letters| country_by_letters.get_mut(letters)) {
            *place = Some(index);
        }
    }
    let mut states_by_country = Vec::new();
    let mut start = 0;
    for of_country in states.chunk_by(|one, next| one.country == next.country) {
        states_by_country.push((of_country[0].country, start..start + of_country.len()));
        start += of_country.len();
    }
    Table { countries, country_by_letters, states, states_by_country }
});

struct Row {
    kind: &'static str,
    code: &'static str,
    name: &'static str,
    others: &'static str,
    regions: Vec<Region>,
}

/// What is in `place.tsv`. A row that is not as its head says is left out, and a test fails.
fn rows() -> impl Iterator<Item = Row> {
    include_str!("place.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let mut column = || columns.next();
        let (kind, code, name, others, regions) = (column()?, column()?, column()?, column()?, column()?);
        let region = |name| Region::ALL.into_iter().find(|region| region.as_str() == name);
        Some(Row { kind, code, name, others, regions: values(regions).filter_map(region).collect() })
    })
}

/// The values of one column.
fn values(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split(';').filter(|value| *value != "-")
}

/// A place that a spelling stands for.
#[derive(Clone, Copy)]
enum Meaning {
    Country(&'static Country),
    State(&'static State),
}

impl Meaning {
    fn country(self) -> Option<&'static Country> {
        match self {
            Self::Country(country) => Some(country),
            Self::State(_) => None,
        }
    }

    fn state(self) -> Option<&'static State> {
        match self {
            Self::State(state) => Some(state),
            Self::Country(_) => None,
        }
    }
}

/// Every spelling, folded and sorted, with what it stands for. Correct codes are found without it.
static SPELLINGS: LazyLock<Vec<(String, Meaning)>> = LazyLock::new(|| {
    let mut spellings = Vec::new();
    for country in &TABLE.countries {
        let names = [country.code, country.name].into_iter().chain(values(country.others));
        spellings.extend(names.map(|name| (fold(name), Meaning::Country(country))));
    }
    for state in &TABLE.states {
        let names = [state.code, state.name].into_iter().chain(values(state.others));
        spellings.extend(names.map(|name| (fold(name), Meaning::State(state))));
    }
    // Stable, so that the meanings of one spelling keep the table's order.
    spellings.sort_by(|(one, _), (other, _)| one.cmp(other));
    spellings
});

/// All that a text may mean: a country at most, then states.
fn meanings(text: &str) -> impl Iterator<Item = Meaning> {
    let text = fold(text);
    let start = SPELLINGS.partition_point(|(spelling, _)| *spelling < text);
    let known = SPELLINGS.iter().skip(start).take_while(move |(spelling, _)| *spelling == text);
    known.map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn regions_are_folded_as_names_are() {
        assert!(Region::ALL.iter().all(|region| region.folded() == fold(region.as_str())));
    }

    fn code_of(text: &str) -> Option<&'static str> {
        country_by_any_spelling(text).map(|country| country.code)
    }

    fn state_of(country: &str, text: &str) -> Option<&'static str> {
        state_by_any_spelling(country, text).map(|state| state.code)
    }

    #[test]
    fn every_row_is_as_the_head_of_the_table_says() {
        let mut codes = HashSet::new();
        for line in include_str!("place.tsv").lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [kind, code, name, others, regions] = columns[..] else { panic!("not five columns: {line}") };
            assert!(codes.insert(code), "twice: {line}");
            let part = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase());
            match kind {
                "country" => assert!(code.len() == 2 && part(code), "{line}"),
                "state" => {
                    let (country, state) = code.split_once('-').expect(line);
                    assert!(part(state) && country_by_code(country).is_some(), "{line}");
                }
                _ => panic!("neither country nor state: {line}"),
            }
            for text in [name].into_iter().chain(others.split(';')) {
                assert!(!text.is_empty() && text.trim() == text, "{line}");
            }
            let regions: Vec<&str> = regions.split(';').collect();
            let known = |name: &&str| Region::ALL[1..].iter().any(|region| region.as_str() == *name);
            assert!(regions.iter().all(known) || code == "AQ", "{line}");
            assert!(regions.is_sorted() && regions.len() <= 2, "{line}");
        }
        assert_eq!(TABLE.countries.len() + TABLE.states.len(), codes.len());
        assert_eq!((TABLE.countries.len(), TABLE.states.len()), (250, 78));
    }

    #[test]
    fn no_spelling_stands_for_two_countries_or_two_states_of_one() {
        let mut seen = HashSet::new();
        for (spelling, meaning) in SPELLINGS.iter() {
            let within = meaning.state().map(|state| state.country);
            assert!(seen.insert((within, spelling)), "{spelling} is ambiguous or stands twice in one row");
        }
    }

    #[test]
    fn regions_have_the_newsletters_order_and_headings() {
        assert!(Region::ALL.is_sorted());
        for region in Region::ALL {
            assert_eq!(Region::from_name(region.as_str()), Some(region));
        }
        assert_eq!(Region::from_name("  north america: "), Some(Region::NorthAmerica));
        assert_eq!(Region::from_name("Latin America"), None);
        assert_eq!(Region::from_name(""), None);
        assert!(Region::Asia.is_geographic() && !Region::Virtual.is_geographic());
    }

    #[test]
    fn every_code_of_published_events_is_known_in_its_region() {
        let published = [
            (Region::Africa, "NG UG ZA"),
            (Region::Asia, "CN HK IL IN JP KR MY SG TW"),
            (Region::Europe, "AT BE BG CH CZ DE DK ES FI FR HR HU IE IT LT NL NO PL RO RU SE SK TR UA UK"),
            (Region::NorthAmerica, "CA MX US"),
            (Region::Oceania, "AU NZ"),
            (Region::SouthAmerica, "AR BR CO UY"),
        ];
        for (region, codes) in published {
            for code in codes.split(' ') {
                let country = country_by_code(code).expect(code);
                assert!(country.lies_in(region), "{code} in {region:?}");
            }
        }
        // Only ever virtual, as yet.
        for code in ["IR", "PE", "TN"] {
            assert!(country_by_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn every_state_of_published_events_is_known() {
        let published = [
            ("AU", "ACT NSW QLD VIC WA"),
            ("CA", "AB BC NS ON QC"),
            ("US", "AZ CA CO DC FL GA IL IN MA MI MN MO NC NJ NM NY OR TN TX UT VA WA"),
        ];
        for (country, codes) in published {
            assert!(has_states(country));
            for code in codes.split(' ') {
                assert!(state(country, code).is_some(), "{code}, {country}");
            }
        }
        for other in ["DE", "MX", "UK", "IN", "", "us"] {
            assert!(!has_states(other), "{other}");
        }
    }

    #[test]
    fn the_united_kingdom_is_uk() {
        assert_eq!(country_by_code("UK").map(|country| country.name), Some("United Kingdom"));
        assert_eq!(country_by_code("GB"), None);
        for text in ["GB", "gb", "Uk", "U.K.", "England", "scotland", "the United Kingdom", "Great Britain", "GBR"] {
            assert_eq!(code_of(text), Some("UK"), "{text}");
        }
        assert_eq!(code_of("Northern Ireland"), Some("UK"));
        assert_eq!(code_of("Ireland"), Some("IE"));
    }

    #[test]
    fn a_code_is_exact() {
        for text in ["de", "De", " DE", "DEU", "XX", "OR", "EU", "USA", "Germany", ""] {
            assert_eq!(country_by_code(text), None, "{text}");
        }
        for (country, text) in [("AU", "ACt"), ("AU", "QL"), ("US", "or"), ("US", "BC"), ("DE", "BY"), ("us", "OR")] {
            assert_eq!(state(country, text), None, "{text}, {country}");
        }
    }

    #[test]
    fn countries_are_known_in_other_spellings() {
        let spellings = [
            ("US", "USA;U.S.A.;U.S.;us;United States;the United States of America;America"),
            ("NL", "Holland;The Netherlands;netherlands;Nederland;NLD"),
            ("CZ", "Czech Republic;Czechia;Česko"),
            ("KR", "South Korea;Republic of Korea;Korea;KOR"),
            ("CH", "Schweiz;Suisse;switzerland"),
            ("DE", "Germany;GERMANY;Deutschland;deu"),
            ("ES", "España;Espana;Spain"),
            ("BR", "Brasil;Brazil"),
            ("VN", "Viet Nam;Vietnam"),
            ("TR", "Türkiye;Turkiye;Turkey;TÜRKİYE"),
            ("AE", "UAE;U.A.E.;United Arab Emirates"),
            ("HK", "Hong Kong;HongKong"),
            ("TW", "Taiwan"),
            ("CN", "China;PRC"),
            ("RU", "Russia;Russian Federation"),
            ("MX", "México;Mexico"),
            ("CI", "Côte d’Ivoire;Cote d'Ivoire;Ivory Coast"),
            ("BA", "Bosnia & Herzegovina;Bosnia-Herzegovina"),
            ("AT", "Österreich;O\u{308}sterreich;Austria"),
            ("IL", "Israel"),
            ("NO", "No;Norway;Norge"),
        ];
        for (code, texts) in spellings {
            for text in texts.split(';') {
                assert_eq!(code_of(text), Some(code), "{text}");
            }
        }
    }

    #[test]
    fn words_that_are_no_country_are_none() {
        let words =
            "Virtual;Online;Europe;EMEA;Various;EST;CET;PDT;and;TBD;in English;Berlin;MN US;US + Virtual;(US);97205";
        for text in words.split(';').chain(["", " ", "the ", "."]) {
            assert_eq!(code_of(text), None, "{text}");
        }
    }

    #[test]
    fn places_between_two_regions_may_stand_in_either() {
        let between = [
            (Region::Asia, Region::Europe, "AM AZ CY GE KZ RU TR"),
            (Region::Africa, Region::Asia, "EG"),
            (Region::Asia, Region::Oceania, "ID TL"),
            (Region::NorthAmerica, Region::SouthAmerica, "TT"),
        ];
        for (one, other, codes) in between {
            for code in codes.split(' ') {
                assert_eq!(country_by_code(code).expect(code).regions, [one, other], "{code}");
            }
        }
        let hawaii = state("US", "HI").expect("Hawaii");
        assert!(hawaii.lies_in(Region::NorthAmerica) && hawaii.lies_in(Region::Oceania));
    }

    #[test]
    fn other_places_stand_where_the_newsletter_files_them() {
        let files = [
            (Region::Asia, "AE IL SA IQ LB PS QA"),
            (Region::NorthAmerica, "MX CR GT PA SV CU DO JM PR BB"),
            (Region::SouthAmerica, "CO EC VE GY SR GF"),
            (Region::Europe, "IS MT UA XK"),
        ];
        for (region, codes) in files {
            for code in codes.split(' ') {
                assert_eq!(country_by_code(code).expect(code).regions, [region], "{code}");
            }
        }
        assert!(!country_by_code("MY").expect("Malaysia").lies_in(Region::Africa));
        assert!(!country_by_code("DK").expect("Denmark").lies_in(Region::NorthAmerica));
    }

    #[test]
    fn states_are_known_in_other_spellings() {
        let spellings = [
            ("US", "OR", "or;Oregon;Ore."),
            ("US", "CA", "Calif.;CALIFORNIA"),
            ("US", "DC", "D.C.;Washington DC;Washington D.C.;District of Columbia"),
            ("US", "WA", "Washington;Wash."),
            ("US", "NY", "New York;N.Y."),
            ("CA", "QC", "Québec;Quebec;Que."),
            ("CA", "BC", "B.C.;British Columbia"),
            ("CA", "NL", "Newfoundland & Labrador;Newfoundland"),
            ("AU", "ACT", "ACt;A.C.T.;Australian Capital Territory"),
            ("AU", "QLD", "QL;Qld;Queensland"),
            ("AU", "WA", "Western Australia"),
        ];
        for (country, code, texts) in spellings {
            for text in texts.split(';') {
                assert_eq!(state_of(country, text), Some(code), "{text}, {country}");
            }
        }
        assert_eq!(state_of("CA", "Oregon"), None);
        assert_eq!(state_of("DE", "Bayern"), None);
    }

    #[test]
    fn a_state_in_the_countrys_place_shows_both_readings() {
        let portland = Readings::of("OR");
        assert_eq!(portland.country, None);
        assert_eq!(portland.state_of("US").map(|state| state.name), Some("Oregon"));
        for (code, country, state) in [
            ("CA", "Canada", "California"),
            ("CO", "Colombia", "Colorado"),
            ("DE", "Germany", "Delaware"),
            ("GA", "Gabon", "Georgia"),
            ("IL", "Israel", "Illinois"),
            ("IN", "India", "Indiana"),
        ] {
            let readings = Readings::of(code);
            assert_eq!(readings.country.map(|country| country.name), Some(country));
            assert_eq!(readings.state_of("US").map(|state| state.name), Some(state));
        }
        let washington = Readings::of("WA");
        assert!(washington.country.is_none() && washington.states.len() == 2);
        assert!(Readings::of("Atlantis").is_empty());
    }

    #[test]
    fn the_region_tells_the_readings_apart() {
        let under = |text: &str, region| {
            let readings = Readings::of(text).under(region);
            let state = readings.states.first().map(|state| (state.country, state.code));
            (readings.country.map(|country| country.code), state)
        };
        assert_eq!(under("GA", Region::NorthAmerica), (None, Some(("US", "GA"))));
        assert_eq!(under("GA", Region::Africa), (Some("GA"), None));
        assert_eq!(under("Georgia", Region::Europe), (Some("GE"), None));
        assert_eq!(under("IN", Region::NorthAmerica), (None, Some(("US", "IN"))));
        assert_eq!(under("IN", Region::Asia), (Some("IN"), None));
        assert_eq!(under("WA", Region::Oceania), (None, Some(("AU", "WA"))));
        assert_eq!(under("CA", Region::NorthAmerica), (Some("CA"), Some(("US", "CA"))));
        assert_eq!(under("CO", Region::Virtual), (Some("CO"), Some(("US", "CO"))));
        assert_eq!(under("QC", Region::Europe), (None, None));
    }
}
