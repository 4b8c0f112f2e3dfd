import { setNonce } from 'get-nonce'

/** What lets this page's own style elements in; the server writes it anew into each page. */
export const styleNonce: string = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

// Mantine's dialogs keep the page behind them still by a style element of another library, which asks there.
setNonce(styleNonce)
