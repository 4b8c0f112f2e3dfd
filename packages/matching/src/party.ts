/** An address as it is compared: folded, street types in one spelling. */
export interface ComparedAddress {
  /** Street with its number, folded. */
  readonly street?: string | undefined
  readonly postalCode?: string | undefined
  readonly city?: string | undefined
  readonly region?: string | undefined
  readonly country?: string | undefined
}

/**
 * A record as it is compared: clean values, folded, in the parts that comparisons ask for. Made by `partyOf` from what the platform
 * keeps of a record, and by the reader of files.
 */
export interface Party {
  /** A source that it comes from; two records of a source that has no duplicates are never one. */
  readonly source: string
  readonly givenName?: string | undefined
  readonly middleName?: string | undefined
  readonly familyName?: string | undefined
  /** Jr, Sr, III. */
  readonly suffix?: string | undefined
  /** An organisation's or a place's name, legal form included. */
  readonly name?: string | undefined
  /** `YYYY-MM-DD`, or its beginning where no more is known. */
  readonly birthDate?: string | undefined
  readonly emails: readonly string[]
  /** Digits, the country's prefix included where it is known. */
  readonly phones: readonly string[]
  readonly addresses: readonly ComparedAddress[]
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[]
}
