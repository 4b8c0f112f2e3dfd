/** What a mapping says about all of its values; each cleaner takes what it needs of it. */
export interface CleaningSettings {
  /** ISO 3166-1 alpha-2: phones, postal codes and VAT numbers without a country are read as of this one. */
  readonly country?: string | undefined
  /** BCP 47: which way names are ordered, and which decimal mark is the usual one. */
  readonly language?: string | undefined
  /** IANA zone of instants that name none; UTC without it. */
  readonly zone?: string | undefined
  /** ISO 4217: of amounts that name none. */
  readonly currency?: string | undefined
  /** How 03/04/2025 is read; without it such dates are {@link AMBIGUOUS}. */
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd' | undefined
  readonly decimal?: '.' | ',' | undefined
}
