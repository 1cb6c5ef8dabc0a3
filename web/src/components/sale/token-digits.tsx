import classes from './sale.module.css'

/** The 20 digits in groups of four, as the customer types them into the meter. */
export function TokenDigits({ token }: { token: string }) {
  return (
    <p className={classes.token} data-testid="token">
      {groupsOfFour(token).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat, and their order never changes
        <span key={index}>{group}</span>
      ))}
    </p>
  )
}

export function groupsOfFour(digits: string): string[] {
  return digits.match(/.{1,4}/g) ?? []
}
