/** The rules that can be checked before sending; the API checks all of them again. */
export const isPhone = (text: string) => /^\+?\d{9,15}$/.test(text.replace(/[\s-]/g, ''))
export const isEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim())
